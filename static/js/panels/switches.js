// The switches for language and theme.

import { set_attribute } from '../dom.js';
import { current_language, set_language } from '../i18n.js';
import { icon } from '../icons.js';
import { set_theme, theme } from '../theme.js';

function mount_switch(id, current, choose) {
  const buttons = [...document.querySelectorAll(`#${id} button`)];
  const mark = () => {
    for (const b of buttons) set_attribute(b, 'aria-pressed', String(b.value === current()));
  };
  for (const b of buttons) {
    if (b.dataset.icon) b.append(icon(b.dataset.icon));
    b.addEventListener('click', () => {
      choose(b.value);
      mark();
    });
  }
  mark();
}

export function mount() {
  mount_switch('language', current_language, set_language);
  mount_switch('theme', theme, set_theme);
}
