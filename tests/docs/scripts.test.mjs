// Under `pipefail` a reader that leaves early ends the writer before it, and the script with it, now and then.

import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kLeavesEarly = /(?<!\|)\|(?!\|)\s*(grep\s+(-\w*[qm]|--quiet|--max-count)|head\b|sed\s+(-\w+\s+)*['"]?[^|'"]*\bq\b|awk\b[^|]*\bexit\b)/;

const scripts = ['.ci', 'scripts', 'bench', 'tests/package', 'tests/manual', 'config/debian'].flatMap((folder) =>
  readdirSync(`${root}/${folder}`, { withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => `${folder}/${entry.name}`))
  .map((name) => ({ name, lines: readFileSync(`${root}/${name}`, 'utf8').split('\n') }))
  .filter(({ name, lines }) => name.endsWith('.sh') || /^#.*\b(ba)?sh\b/.test(lines[0]));

test('the scripts are found, and the rule sees what it is for', () => {
  assert.ok(scripts.length > 12, scripts.map(({ name }) => name).join(' '));
  for (const line of ['curl x | grep -q y', 'a | head -n 1', "a | awk '{print; exit}'", 'a | grep -m1 b']) assert.match(line, kLeavesEarly);
  for (const line of ['a | grep y', "a | awk '{print $1}'", 'grep -q y <<<"$a"', 'a | tail -n 1']) assert.doesNotMatch(line, kLeavesEarly);
});

for (const { name, lines } of scripts) {
  test(`no reader of ${name} leaves early`, () => {
    for (const [index, line] of lines.entries()) {
      if (!/^\s*#/.test(line)) assert.doesNotMatch(line, kLeavesEarly, `${name}:${index + 1}`);
    }
  });
}
