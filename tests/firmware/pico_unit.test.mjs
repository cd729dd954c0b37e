// The modules of the Pico's firmware one by one: every test_* function of pico/*_test.py, run by MicroPython.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { MicroPython } from './micropython.mjs';

const folder = new URL('pico/', import.meta.url);

for (const file of readdirSync(folder).filter((name) => name.endsWith('_test.py'))) {
  test(file, async (t) => {
    const python = await MicroPython.start();
    python.run(readFileSync(new URL(file, folder), 'utf8'));
    const names = python.value('sorted(name for name in globals() if name.startswith("test_"))');
    assert.ok(names.length > 0, `${file} has no tests`);
    for (const name of names) await t.test(name, () => python.run(`${name}()`));
  });
}
