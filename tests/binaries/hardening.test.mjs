// The programs that are installed are built so that a fault in them ends them, as cmake/hardening.cmake asks for: read out
// of the files themselves.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const programs = { watchpost: process.env.WATCHPOST_BIN, simulator: process.env.SIMULATOR_BIN };

function readelf(file, ...options) {
  return execFileSync('readelf', ['--wide', ...options, file], { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024, env: { ...process.env, LC_ALL: 'C' } });
}

for (const [name, file] of Object.entries(programs)) {
  const of = (...options) => readelf(file, ...options);

  test(`${name} is loaded at another address each time`, () => {
    assert.match(of('--file-header'), /Type:\s+DYN/);
    assert.match(of('--dynamic'), /\(FLAGS_1\).*\bPIE\b/);
  });

  test(`${name} can have no symbol bound to another function while it runs`, () => {
    assert.match(of('--program-headers'), /GNU_RELRO/);
    assert.match(of('--dynamic'), /\(FLAGS_1\).*\bNOW\b/);
  });

  test(`${name} runs nothing that stands on a stack, and writes no code`, () => {
    const headers = of('--program-headers');
    assert.match(headers, /GNU_STACK\s+0x\S+ 0x\S+ 0x\S+ 0x\S+ 0x\S+ RW\s/);
    assert.doesNotMatch(headers, /LOAD\s.*\bRWE\b/);
    assert.doesNotMatch(of('--dynamic'), /TEXTREL/);
  });

  test(`${name} notices an overflow of the stack, of a buffer of glibc's and of a container`, () => {
    const symbols = of('--dyn-syms');
    assert.match(symbols, /UND __stack_chk_fail@/);
    assert.match(symbols, /UND __(memcpy|memmove|memset|snprintf|vsnprintf|read|recv|poll|fdelt)_chk@/);
    assert.match(symbols, /UND _ZSt21__glibcxx_assert_fail/);
  });

  // GCC marks each function that may be jumped to, where the processor knows such marks.
  test(`${name} has landing places for indirect calls`, { skip: process.arch !== 'x64' && 'on x86 only' }, () => {
    const code = readFileSync(file);
    let marks = 0;
    const endbr64 = Buffer.from([0xf3, 0x0f, 0x1e, 0xfa]);
    for (let at = code.indexOf(endbr64); at !== -1; at = code.indexOf(endbr64, at + 4)) marks += 1;
    assert.ok(marks > 1000, `${marks} marks`);
  });
}
