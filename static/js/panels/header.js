// The header: how the link to the daemon is, and the way to hurry it.

import { on_phase, on_refusal, on_state, retry_in_seconds, retry_now } from '../daemon.js';
import { every_second } from '../clock.js';
import { set_attribute, set_shown, set_text } from '../dom.js';
import { fmt, on_language, t } from '../i18n.js';
import { show_error } from './notices.js';
import { mount as mount_switches } from './switches.js';

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

export function mount() {
  document.getElementById('retry').addEventListener('click', retry_now);
  mount_switches();
  on_phase((p) => {
    phase = p.phase;
    online_once ||= phase === 'open';
    draw();
  });
  on_state((state) => {
    if (state) set_text(document.getElementById('version'), String(state.version ?? ''));
  });
  on_refusal(({ code, message }) => {
    if (code === 'forbidden') show_error('notice.forbidden', t('role.viewer_hint'));
    else show_error('notice.refused', `${code ?? ''} ${message ?? ''}`.trim());
  });
  on_language(draw);
  every_second(() => {
    if (phase === 'waiting') draw_countdown();
  });
}
