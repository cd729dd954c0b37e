// The link doctor: what ails a board, and what happened on its link.

import { request } from '../api.js';
import { daemon_now, on_state } from '../daemon.js';
import { every_second } from '../clock.js';
import { line_through, words_of } from '../doctor_words.js';
import { el, said, set_text } from '../dom.js';
import { fmt, on_language, t, translate } from '../i18n.js';
import { icon, line_icon } from '../icons.js';

const kAskEvery = 5; // seconds, while somebody looks
const kGood = -67; // dBm, for the reader to compare with

let parts = null;
let board = null; // whose diagnosis is open
let devices = []; // as the daemon told them last
let report = null;
let age = 0;

const moment = (time) => el('time', { datetime: String(time), text: fmt().time(Date.parse(time), daemon_now()) });

/** A finding that this page does not know is still told, in the daemon's words. */
function finding_row({ code, severity, text, advice, count, since }) {
  const known = t(`finding.${code}`) !== `finding.${code}`;
  const level = ['info', 'warning', 'error'].includes(severity) ? severity : 'info';
  return el('li', { class: 'finding', 'data-level': level },
    icon(level),
    el('div', { class: 'finding-body' },
      el('span', { class: 'visually-hidden', i18n: `level.${level}` }), ' ',
      el('h4', known ? { i18n: `finding.${code}` } : { dir: 'auto', text: String(code) }),
      el('p', { class: 'finding-text', dir: 'auto', text: String(text ?? '') }),
      el('p', known ? { i18n: `advice.${code}` } : { dir: 'auto', text: String(advice ?? '') }),
      el('p', { class: 'note' }, t('doctor.since', { time: fmt().time(Date.parse(since), daemon_now()) }),
        count > 1 ? ` · ${t('event.times', { count: fmt().number(count) })}` : '')));
}

/** What the board complained of, or we of it, in its words or ours: nothing to be translated. */
function complaint_row({ time, message }) {
  return el('li', {}, moment(time), ' ', said(message));
}

function measure({ key, form, value }) {
  return t(key, { value: form === 'bytes' ? fmt().bytes(value) : fmt().duration(value / 1000) });
}

function entry_row(entry) {
  const words = words_of(entry);
  const row = el('li', { class: 'entry' }, moment(entry.last), el('div', {}, el('span', { class: 'entry-what', i18n: words.what })));
  const body = row.lastChild;
  if (entry.count > 1) body.append(' ', el('span', { class: 'event-times', text: t('event.times', { count: fmt().number(entry.count) }) }));
  if (words.detail?.key) body.append(' ', el('span', { i18n: words.detail.key }));
  if (words.detail?.said) body.append(' ', said(words.detail.said));
  if (words.measure) body.append(' ', el('span', { class: 'entry-measure', text: measure(words.measure) }));
  return row;
}

function trend(key, values, show) {
  const told = values.filter(Number.isFinite);
  if (told.length < 2) return [];
  return [el('div', { class: 'trend' },
    el('span', { class: 'trend-name', i18n: key }),
    line_icon(line_through(values, 120, 26)),
    el('span', { class: 'trend-now', dir: 'auto', text: show(told.at(-1)) }))];
}

/** A board that is away is not well, also before the daemon has a finding for it. */
function verdict_of({ report, findings, device }) {
  if (report === null) return { text: t('doctor.asking'), level: 'idle' };
  if (findings.length > 0) return { text: t('doctor.some', { count: fmt().number(findings.length) }), level: findings[0].severity };
  if (device?.online ?? report.online) return { text: t('doctor.none'), level: 'good' };
  const last_seen = Date.parse(device?.last_seen);
  if (Number.isNaN(last_seen)) return { text: t('doctor.never'), level: 'info' };
  return { text: t('doctor.away', { time: fmt().about((daemon_now() - last_seen) / 1000) }), level: 'info' };
}

function draw() {
  if (parts === null || board === null) return;
  set_text(parts.kind, t(`board.${board.kind}`));
  const { findings = [], complaints = [], timeline = [], samples = [] } = report ?? {};
  const { text, level } = verdict_of({ report, findings, device: devices.find((d) => d.id === board.id && d.kind === board.kind) });
  set_text(parts.verdict, text);
  parts.verdict.dataset.level = level;
  parts.findings.replaceChildren(...findings.map(finding_row));
  parts.trends.replaceChildren(
    ...trend('board.signal', samples.map((s) => s.rssi_dbm), (dbm) => t('doctor.signal', { now: fmt().dbm(dbm), good: fmt().dbm(kGood) })),
    ...trend('board.memory', samples.map((s) => s.memory_free_bytes), fmt().bytes));
  parts.errors.replaceChildren(...complaints.map(complaint_row));
  parts.complaints.hidden = complaints.length === 0;
  parts.timeline.replaceChildren(...timeline.map(entry_row));
  parts.nothing.hidden = report === null || timeline.length > 0;
  translate(parts.node);
}

async function ask() {
  const asked = board;
  age = 0;
  try {
    const answer = await request('GET', `/api/v1/devices/${encodeURIComponent(asked.id)}/diagnosis?kind=${asked.kind}`);
    if (board !== asked || !Array.isArray(answer?.findings)) return;
    report = answer;
    parts.failed.hidden = true;
    draw();
  } catch (error) {
    if (board !== asked) return;
    parts.failed.hidden = false;
    set_text(parts.failed, `${t('doctor.failed')} ${error.message}`);
  }
}

function build() {
  const name = said('', { class: 'doctor-name' });
  const kind = el('span', { class: 'card-kind' });
  const close = el('button', { type: 'button', class: 'button-icon', label: 'doctor.close' }, icon('close'));
  const verdict = el('p', { class: 'verdict', role: 'status' });
  const failed = el('p', { class: 'note' });
  const findings = el('ul', { class: 'findings' });
  const trends = el('div', { class: 'trends' });
  const errors = el('ul', { class: 'errors' });
  const complaints = el('div', { class: 'complaints' }, el('h4', { i18n: 'board.errors' }), errors);
  const timeline = el('ul', { class: 'timeline' });
  const nothing = el('p', { class: 'note', i18n: 'doctor.nothing' });
  const node = el('dialog', { class: 'doctor', label: 'doctor.title' },
    el('div', { class: 'doctor-head' }, el('div', { class: 'card-name' }, el('h3', {}, name), kind), close),
    el('div', { class: 'doctor-body', tabindex: '0' }, verdict, failed, findings, trends, complaints, el('h4', { i18n: 'doctor.timeline' }), timeline, nothing));
  document.body.append(node);
  close.addEventListener('click', () => node.close());
  node.addEventListener('click', (event) => {
    if (event.target === node) node.close(); // beside it
  });
  node.addEventListener('close', () => {
    board = null;
    report = null;
  });
  every_second(() => {
    if (board !== null && ++age >= kAskEvery) ask();
  });
  on_language(draw);
  on_state((state) => {
    devices = state?.devices ?? devices;
  });
  return { node, name, kind, verdict, failed, findings, trends, errors, complaints, timeline, nothing };
}

export function show_doctor({ id, kind }) {
  parts ??= build();
  board = { id, kind };
  report = null;
  parts.failed.hidden = true;
  set_text(parts.name, id);
  draw();
  if (!parts.node.open) parts.node.showModal();
  ask();
}
