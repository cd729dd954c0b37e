// The strip of figures above everything: is all well, at one glance.

import { on_state } from '../daemon.js';
import { every_second } from '../clock.js';
import { set_attribute, set_text } from '../dom.js';
import { fmt, on_language, t } from '../i18n.js';

let state = null;

const sum = (devices, field) => devices.reduce((all, d) => all + (Number.isFinite(d[field]) ? d[field] : 0), 0);

function put(id, text, tone = '') {
  const node = document.getElementById(id);
  set_text(node, text);
  set_attribute(node, 'data-tone', tone);
}

function draw_count(id, devices) {
  const online = devices.filter((d) => d.online).length;
  put(id, t('summary.of', { some: fmt().number(online), all: fmt().number(devices.length) }),
    online < devices.length ? 'warning' : '');
}

function draw_uptime() {
  put('summary-uptime', state ? fmt().duration((Date.now() - state.started_at) / 1000) : t('value.unknown'));
}

function draw() {
  draw_uptime();
  if (!state) {
    for (const id of ['cameras', 'picos', 'viewers', 'traffic']) put(`summary-${id}`, t('value.unknown'));
    return;
  }
  const { devices } = state;
  draw_count('summary-cameras', devices.filter((d) => d.kind === 'esp32cam'));
  draw_count('summary-picos', devices.filter((d) => d.kind === 'pico'));
  put('summary-viewers', fmt().number(Number.isFinite(state.viewers) ? state.viewers : sum(devices, 'viewers')));
  put('summary-traffic', fmt().rate(sum(devices.filter((d) => d.online), 'bytes_per_second')));
}

export function mount() {
  on_state((next) => {
    state = next;
    draw();
  });
  on_language(draw);
  every_second(draw_uptime);
}
