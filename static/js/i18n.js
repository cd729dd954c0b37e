// The language of the page: one table per language, one place that says which is on.
// Texts in the document carry `data-i18n="key"` (or `data-i18n-label="key"` for an aria-label and tooltip).

import en from './i18n/en.js';
import fa from './i18n/fa.js';
import { make_format } from './format.js';
import { remember } from './preferences.js';

const kTables = { en, fa };
const kDirection = { en: 'ltr', fa: 'rtl' };

const listeners = new Set();
let language = 'en';
let format = null;

/** @returns {string} the text of `key` with `{name}` replaced; an unknown key shows itself, so that it is noticed */
export function t(key, values = {}) {
  const text = kTables[language][key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
}

/** Numbers, times and units in the language of the page. */
export function fmt() {
  return format;
}

export function current_language() {
  return language;
}

/** `changed()` is called after every change of language. */
export function on_language(changed) {
  listeners.add(changed);
}

/** Puts the texts of the current language into `root` and everything below it. */
export function translate(root) {
  const all = (selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  for (const node of all('[data-i18n]')) node.textContent = t(node.dataset.i18n);
  for (const node of all('[data-i18n-label]')) {
    const text = t(node.dataset.i18nLabel);
    node.setAttribute('aria-label', text);
    if (node.matches('button, a')) node.title = text;
  }
}

export function set_language(wanted, { keep = true } = {}) {
  language = Object.hasOwn(kTables, wanted) ? wanted : 'en';
  format = make_format(language, t);
  document.documentElement.lang = language;
  document.documentElement.dir = kDirection[language];
  if (keep) remember('language', language);
  translate(document);
  for (const changed of listeners) changed();
}
