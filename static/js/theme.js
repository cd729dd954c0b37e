// Light or dark: as the system says, or as the user chose. early.js sets the first value before the first paint.

import { recall, remember } from './preferences.js';

const kChoices = ['auto', 'light', 'dark'];
const system_dark = matchMedia('(prefers-color-scheme: dark)');
let choice = recall('theme');
if (!kChoices.includes(choice)) choice = 'auto';

function apply() {
  const dark = choice === 'auto' ? system_dark.matches : choice === 'dark';
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}

export function theme() {
  return choice;
}

export function set_theme(wanted) {
  choice = wanted;
  remember('theme', wanted);
  apply();
}

system_dark.addEventListener('change', apply);
apply();
