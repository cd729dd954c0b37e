// What the browser tests share: the real daemon, real Chromium, and ways to look at the page.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { kProgram } from '../firmware/daemon.mjs';
import en from '../../static/js/i18n/en.js';
import fa from '../../static/js/i18n/fa.js';

/** Generous: a condition normally holds within a second, but the machine may be busy building. */
export const kPatience = 30000;

/**
 * The daemon refuses to start with a WATCHPOST_ variable that it does not know (WATCHPOST_BIN is ours), and one that it
 * knows would change the test. It serves the dashboard of this tree, wherever the binary lies.
 */
function environment() {
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('WATCHPOST_'));
  return { ...Object.fromEntries(ours), WATCHPOST_STATIC_DIR: fileURLToPath(new URL('../../static', import.meta.url)) };
}

/** Starts `watchpost demo`, with more variables in `env`, and resolves once it says where it listens. The caller ends it with `end()`. */
export async function start_daemon({ port = 0, cameras = 2, picos = 1, fps = 10, env = {} } = {}) {
  assert.ok(kProgram, 'WATCHPOST_BIN must name the watchpost binary');
  const child = spawn(kProgram, ['demo', '--port', port, '--cameras', cameras, '--picos', picos, '--fps', fps].map(String),
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...environment(), ...env } });
  let said = '';
  const url = await new Promise((resolve, reject) => {
    const hear = (data) => {
      said += data;
      const found = /^listening on (http:\/\/\S+)$/m.exec(said);
      if (found) resolve(found[1]);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', (data) => { said += data; });
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the daemon ended with ${code} before it listened:\n${said}`)));
  });
  return {
    url,
    port: Number(new URL(url).port),
    said: () => said,
    async devices() {
      return (await (await fetch(`${url}/api/v1/devices`)).json()).devices;
    },
    async viewers() {
      return (await (await fetch(`${url}/api/v1/status`)).json()).viewer_list;
    },
    /** @returns the exit code, or the signal's name when it died of one */
    async end(signal = 'SIGTERM') {
      if (child.exitCode === null && child.signalCode === null) {
        const gone = once(child, 'exit');
        child.kill(signal);
        await gone;
      }
      return child.exitCode ?? child.signalCode;
    },
  };
}

/** @param {string[]} more arguments for Chromium */
export function start_browser(more = []) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync', ...more],
  });
}

/**
 * Opens the dashboard; `complaints` collects what the console calls an error, and exceptions nobody caught.
 * `before(page)` runs before the page is there.
 */
export async function open_dashboard(browser, daemon, options = {}, before = () => {}) {
  const context = await browser.newContext({ locale: 'en-US', viewport: { width: 1440, height: 900 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(kPatience);
  const complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  await before(page);
  await page.goto(daemon.url);
  return { page, complaints, close: () => context.close() };
}

/** A fingerprint of the picture that is on a camera's canvas now. */
export function picture_on(page, index) {
  return page.locator('.tile canvas').nth(index).evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0;
    for (let i = 0; i < data.length; i += 4) sum = (sum * 31 + data[i] + 256 * data[i + 1] + 65536 * data[i + 2]) % 4294967291;
    return `${canvas.width}x${canvas.height}:${sum}`;
  });
}

/** Until `look()` gives something that `accept`s, or patience ends. A condition, not a sleep: it returns at once when it holds. */
export async function until(what, look, accept = Boolean) {
  const deadline = performance.now() + kPatience;
  let seen;
  do {
    seen = await look();
    if (accept(seen)) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  } while (performance.now() < deadline);
  return assert.fail(`waited in vain for: ${what}; last seen: ${JSON.stringify(seen)}`);
}

/** Until every camera shows a live picture that moves. */
export async function video_moves(page, cameras = 2) {
  await page.waitForFunction((n) => document.querySelectorAll('.tile[data-state="live"]').length === n, cameras);
  for (let i = 0; i < cameras; ++i) {
    const first = await picture_on(page, i);
    await until(`camera ${i} to move`, () => picture_on(page, i), (now) => now !== first);
  }
}

export function phase_is(page, ...phases) {
  return page.waitForFunction((wanted) => wanted.includes(document.getElementById('link').dataset.phase), phases);
}

/** English texts that stand where a Persian reader sees them, apart from those that are the same in both tables. */
export function english_on_page(page) {
  const texts = Object.keys(en).filter((key) => en[key] !== fa[key] && !en[key].includes('{') && /[a-z]{3}/i.test(en[key]))
    .map((key) => en[key]);
  return page.evaluate((unwanted) => {
    const labels = [...document.querySelectorAll('[aria-label], [title]')]
      .flatMap((n) => [n.getAttribute('aria-label'), n.getAttribute('title')]);
    const words = [...document.querySelectorAll('body *')].filter((n) => !n.closest('bdi, [dir="auto"]'))
      .flatMap((n) => [...n.childNodes].filter((c) => c.nodeType === Node.TEXT_NODE).map((c) => c.textContent.trim()));
    const seen = new Set([document.title, ...labels, ...words]);
    return unwanted.filter((text) => seen.has(text));
  }, texts);
}

/** How far the page reaches over its edge, in pixels. */
export function overhang(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}
