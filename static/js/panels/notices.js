// Notices over the page: what went wrong, until the user dismisses it.

import { el, said, set_text } from '../dom.js';
import { icon } from '../icons.js';
import { fmt, set_language, t, translate } from '../i18n.js';

/** More would cover the page and tell nobody more. The oldest goes. */
const kShown = 4;
const shown = new Map();

/** @param {string} key of the text above @param {string} message what was said @param {string} place where, if known */
export function show_error(key, message, place = '') {
  // The page may have failed before main.js chose a language.
  if (fmt() === null) set_language(document.documentElement.lang, { keep: false });
  const id = JSON.stringify([key, message, place]);
  const again = shown.get(id);
  if (again) {
    again.count += 1;
    set_text(again.times, t('notice.times', { count: fmt().number(again.count) }));
    return;
  }
  const times = el('span', { class: 'notice-times' });
  const dismiss = el('button', { type: 'button', class: 'button-icon', label: 'notice.dismiss' }, icon('close'));
  const node = el('div', { class: 'notice', role: 'alert' },
    icon('error'),
    el('div', { class: 'notice-text' },
      el('strong', { i18n: key }), ' ', times,
      el('p', {}, said(message)),
      ...(place ? [el('p', { class: 'notice-place' }, said(place, { dir: 'ltr' }))] : [])),
    dismiss);
  const entry = { node, times, count: 1 };
  dismiss.addEventListener('click', () => {
    node.remove();
    shown.delete(id);
  });
  if (shown.size >= kShown) {
    const [oldest, { node: old }] = shown.entries().next().value;
    old.remove();
    shown.delete(oldest);
  }
  shown.set(id, entry);
  translate(node);
  document.getElementById('notices').append(node);
}
