// Each test that docs/security.md names exists, and each threat has at least one.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const tests = fileURLToPath(new URL('..', import.meta.url));
const page = readFileSync(`${tests}/../docs/security.md`, 'utf8');

const cpp = readdirSync(tests, { recursive: true, withFileTypes: true })
  .filter((file) => file.isFile() && file.name.endsWith('_test.cpp'))
  .map((file) => readFileSync(`${file.parentPath ?? file.path}/${file.name}`, 'utf8'));
const cpp_names = new Set(cpp.flatMap((text) => [...text.matchAll(/^(?:TYPED_)?TEST(?:_[FP])?\(\s*(\w+),\s*(\w+)\)/gm)]
  .map(([, suite, name]) => `${suite}.${name}`)));

/** Rows of the tables: `[what is threatened, the tests that show what we do]`. */
const rows = page.split('\n').filter((line) => /^\| (?!threat \||what a board does \||what a credential can cost \|)/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, threat, , shown]) => [threat, [...shown.matchAll(/`([^`]+)`/g)].map(([, name]) => name)]);

/** `browser/foreign/words`: a test of tests/browser/foreign.test.mjs (or, as in firmware, .../pico.test.mjs) with these words in its title; `fuzz/name`: a fuzz target. */
function has_other_test(name) {
  if (name.startsWith('fuzz/')) return existsSync(`${tests}/${name}_fuzz.cpp`);
  const [, file, words] = /^([a-z0-9_]+(?:\/[a-z0-9_]+)+)\/([^/]*)$/.exec(name) ?? [];
  if (!file || !existsSync(`${tests}/${file}.test.mjs`)) return false;
  const titles = readFileSync(`${tests}/${file}.test.mjs`, 'utf8').split('\n').filter((line) => /^\s*(test\(|'[^']+': \(\) =>)/.test(line));
  return titles.some((title) => title.replaceAll("\\'", "'").includes(words));
}

test('the page has its tables', () => {
  assert.ok(rows.length > 50, `${rows.length} rows`);
  assert.ok(cpp_names.size > 500, `${cpp_names.size} tests`);
});

for (const [threat, names] of rows) {
  test(`tests against: ${threat}`, () => {
    assert.ok(names.length > 0, 'no test is named');
    for (const name of names) assert.ok(cpp_names.has(name) || has_other_test(name), `there is no test ${name}`);
  });
}
