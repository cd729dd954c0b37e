// The login page: who one is already, the form, or how to set the first password.

import { request } from './api.js';
import { set_shown, set_text } from './dom.js';
import { on_language, set_language, t } from './i18n.js';
import { login_state, problem_of } from './login_state.js';
import { mount as mount_switches } from './panels/switches.js';

const by_id = (id) => document.getElementById(id);
/** "Potentially trustworthy" to the browser: https, or a machine talking to itself (Secure Contexts, section 3.1). */
const encrypted = window.isSecureContext;

let identity = null;
let problem = null;
let busy = false;

function known_words({ kind, name, role }) {
  return kind === 'local' ? t('login.known_local') : t('login.known', { name: name ?? t('value.unknown'), role: t(`role.${role}`) });
}

function draw_problem() {
  const detail = problem?.key === 'login.failed' ? problem.detail : '';
  set_text(by_id('problem'), problem ? `${t(problem.key)} ${detail}`.trim() : '');
}

function draw() {
  const shown = login_state(identity, encrypted);
  for (const part of ['known', 'entrance', 'unset', 'plain']) set_shown(by_id(part), shown[part]);
  set_text(by_id('known-words'), shown.known ? known_words(identity) : '');
  draw_problem();
}

function failed({ status, message }) {
  problem = { key: problem_of(status), detail: message };
  draw_problem();
  const password = by_id('password');
  password.value = '';
  password.focus();
}

async function enter(event) {
  event.preventDefault();
  if (busy) return;
  busy = true;
  problem = null;
  draw_problem();
  by_id('enter').setAttribute('aria-disabled', 'true');
  try {
    await request('POST', '/api/v1/session', { name: by_id('name').value, password: by_id('password').value });
    location.replace('/');
  } catch (error) {
    failed(error);
    by_id('enter').removeAttribute('aria-disabled');
    busy = false;
  }
}

async function ask() {
  try {
    identity = await request('GET', '/api/v1/whoami');
  } catch {
    identity = null; // the form is there all the same, and says what becomes of an attempt
  }
  draw();
  if (!by_id('entrance').hidden && document.activeElement === document.body) by_id('name').focus();
}

set_language(document.documentElement.lang, { keep: false });
mount_switches();
by_id('login-form').addEventListener('submit', enter);
on_language(draw);
ask();
