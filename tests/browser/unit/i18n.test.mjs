import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import en from '../../../static/js/i18n/en.js';
import fa from '../../../static/js/i18n/fa.js';

const statics = fileURLToPath(new URL('../../../static/', import.meta.url));
const pages = ['index.html', 'login.html'].map((name) => [name, readFileSync(statics + name, 'utf8')]);
const placeholders = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort();

function sources(dir = `${statics}js/`) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((f) => {
    if (f.isDirectory()) return f.name === 'i18n' ? [] : sources(`${dir}${f.name}/`);
    return [readFileSync(dir + f.name, 'utf8')];
  });
}

test('both languages have the same keys, each with a text and the same placeholders', () => {
  assert.deepEqual(Object.keys(fa).sort(), Object.keys(en).sort());
  for (const key of Object.keys(en)) {
    assert.ok(en[key].trim() && fa[key].trim(), key);
    assert.deepEqual(placeholders(fa[key]), placeholders(en[key]), key);
  }
});

test('Persian texts are written with Persian letters and digits', () => {
  for (const [key, text] of Object.entries(fa)) {
    assert.doesNotMatch(text, /[يك٠-٩]/, `${key}: Arabic yeh, kaf or digits`);
    assert.doesNotMatch(text.replace(/ESP32-CAM/g, ''), /[0-9]/, key);
  }
});

for (const [file, page] of pages) {
  test(`${file} says nothing that is not in the tables`, () => {
    const body = page.replace(/<!--.*?-->|<!DOCTYPE[^>]*>/gs, '');
    for (const [, before, text] of body.matchAll(/<([^<>]+)>([^<>]*[^<>\s][^<>]*)(?=<)/g)) {
      const key = /data-i18n="([^"]+)"/.exec(before)?.[1];
      assert.ok(key, `"${text.trim()}" stands in the page without a key`);
      assert.equal(text, en[key]);
    }
    assert.doesNotMatch(body, /\s(aria-label|title|placeholder)="/, 'labels come from the tables too');
    assert.doesNotMatch(body, /\salt="[^"]/, 'the logo is decoration');
  });

  test(`${file} needs nothing inline and nothing from elsewhere`, () => {
    assert.doesNotMatch(page, /\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)/);
    for (const [, address] of page.matchAll(/(?:src|href|action)="([^"]+)"/g)) assert.match(address, /^(\/(?!\/)|#)/);
  });
}

test('every key that is used exists, and every key that exists is used', () => {
  const code = [...pages.map(([, page]) => page), ...sources()].join('\n').replace(/^\s*\/\/.*$/gm, ''); // comments give examples
  const families = new Set(Object.keys(en).map((key) => key.split('.')[0]));
  const used = new Set([...code.matchAll(/["']([a-z0-9]+)\.([a-z0-9_]+)["']/g)]
    .filter(([, family]) => families.has(family)).map(([, family, name]) => `${family}.${name}`));
  for (const key of used) assert.ok(Object.hasOwn(en, key), key);
  for (const key of Object.keys(en)) {
    const built = `\`${key.split('.')[0]}.\${`; // from a state or a kind, as in `tile.${key}`
    assert.ok(used.has(key) || code.includes(built), `${key} is never shown`);
  }
});

test('no script makes markup or code of a text', () => {
  for (const code of sources()) {
    assert.doesNotMatch(code, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
  }
});
