// Asks before something is gone for good.

import { el, said, set_text } from '../dom.js';
import { t, translate } from '../i18n.js';

let dialog = null;

function build() {
  const question = el('p', { id: 'confirm-question' });
  const what = said('', { class: 'confirm-what' });
  const yes = el('button', { class: 'button button-danger', value: 'yes', i18n: 'confirm.delete' });
  const no = el('button', { class: 'button button-quiet', value: 'no', i18n: 'confirm.keep', autofocus: '' });
  const node = el('dialog', { class: 'confirm', 'aria-labelledby': 'confirm-question' },
    el('form', { method: 'dialog' }, question, what, el('div', { class: 'confirm-buttons' }, no, yes)));
  document.body.append(node);
  return { node, question, what };
}

/**
 * @param {string} key of the question @param {string} what it is about, as text
 * @returns {Promise<boolean>} false also for Escape
 */
export function confirmed(key, what) {
  dialog ??= build();
  const { node } = dialog;
  if (node.open) return Promise.resolve(false);
  translate(node);
  set_text(dialog.question, t(key));
  set_text(dialog.what, what);
  node.returnValue = 'no';
  return new Promise((resolve) => {
    node.addEventListener('close', () => resolve(node.returnValue === 'yes'), { once: true });
    node.showModal();
  });
}
