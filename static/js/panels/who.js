// Who one is to the daemon, and the way to be nobody again.

import { on_identity, log_out } from '../identity.js';
import { set_attribute, set_shown, set_text } from '../dom.js';
import { on_language, t } from '../i18n.js';
import { show_error } from './notices.js';

let identity = null;

function draw() {
  set_shown(document.getElementById('who'), identity !== null);
  if (!identity) return;
  const { kind, name, role } = identity;
  set_text(document.getElementById('who-name'), kind === 'local' ? t('who.local') : name ?? t('value.unknown'));
  const word = document.getElementById('who-role');
  set_text(word, t(`role.${role}`));
  set_attribute(word, 'title', t(`role.${role}_hint`));
  set_attribute(document.documentElement, 'data-role', role);
  set_shown(document.getElementById('log-out'), kind === 'person');
}

async function leave() {
  const button = document.getElementById('log-out');
  button.disabled = true;
  try {
    await log_out();
  } catch (error) {
    if (error.status !== 401) show_error('who.log_out_failed', error.message); // 401: nobody already
  }
  button.disabled = false;
}

export function mount() {
  document.getElementById('log-out').addEventListener('click', leave);
  on_identity((told) => {
    identity = told;
    draw();
  });
  on_language(draw);
}
