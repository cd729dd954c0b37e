// The header: how the link to the daemon is, the way to hurry it, and the switches for language and theme.

import { on_phase, on_refusal, on_state, retry_in_seconds, retry_now } from '../daemon.js';
import { every_second } from '../clock.js';
import { set_attribute, set_shown, set_text } from '../dom.js';
import { current_language, fmt, on_language, set_language, t } from '../i18n.js';
import { icon } from '../icons.js';
import { set_theme, theme } from '../theme.js';
import { show_error } from './notices.js';

let phase = 'stopped';
let online_once = false;

function text_of_phase() {
  if (phase === 'waiting') return t('link.waiting', { seconds: fmt().number(retry_in_seconds() ?? 0) });
  return t(`link.${phase}`);
}

function draw_countdown() {
  set_text(document.getElementById('link-text'), text_of_phase());
}

function draw() {
  set_attribute(document.getElementById('link'), 'data-phase', phase);
  draw_countdown();
  // Read out without the seconds and without each new attempt: a live region that counts down never stops talking.
  const lost = online_once && (phase === 'waiting' || phase === 'connecting');
  set_text(document.getElementById('link-said'), lost ? t('link.lost') : t(`link.${phase === 'waiting' ? 'lost' : phase}`));
  set_shown(document.getElementById('retry'), phase === 'waiting' || phase === 'offline');
  set_shown(document.getElementById('lost'), online_once && phase !== 'open');
}

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
  document.getElementById('retry').addEventListener('click', retry_now);
  mount_switch('language', current_language, set_language);
  mount_switch('theme', theme, set_theme);
  on_phase((p) => {
    phase = p.phase;
    online_once ||= phase === 'open';
    draw();
  });
  on_state((state) => {
    if (state) set_text(document.getElementById('version'), String(state.version ?? ''));
  });
  on_refusal(({ code, message }) => show_error('notice.refused', `${code ?? ''} ${message ?? ''}`.trim()));
  on_language(draw);
  every_second(() => {
    if (phase === 'waiting') draw_countdown();
  });
}
