// What Prometheus and Grafana get from us: a page that promtool has nothing to say about, rules that fire when they should,
// and no metric in a rule, in the ready-made dashboard or in the reference that the daemon does not have.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { start_daemon, until } from '../firmware/daemon.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path) => readFileSync(root + path, 'utf8');
const kAlerts = 'config/prometheus/alerts.yml';
const kDashboard = 'config/grafana/watchpost.json';

let daemon;
let page;
before(async () => {
  daemon = await start_daemon({ demo: true });
  // Boards tell of their signal 30 s after they came; what they tell is not what is asked here.
  page = await until('a page with pictures', async () => (await fetch(`${daemon.url}/metrics`)).text(),
    (text) => text.includes('watchpost_device_newest_frame_age_seconds{'));
});
after(() => daemon?.end());

/** scripts/setup only unpacks the package: Debian would start a Prometheus of its own. */
function promtool(args, options = {}) {
  const own = `${root}.cache/tools/usr/bin/promtool`;
  const done = spawnSync(existsSync(own) ? own : 'promtool', args, { cwd: root, encoding: 'utf8', ...options });
  assert.equal(done.error, undefined, 'promtool is missing: run scripts/setup');
  return { status: done.status, said: `${done.stdout}${done.stderr}` };
}

/** Name → type of every family on the page. */
const families = () => new Map([...page.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]));

/** The families that a text of PromQL names, without the suffixes of histograms. */
function named_in(text) {
  const known = families();
  return new Set([...text.matchAll(/\bwatchpost_[a-z0-9_]+\b/g)].map(([name]) => {
    const base = name.replace(/_(bucket|sum|count)$/, '');
    return known.get(base) === 'histogram' ? base : name;
  }));
}

function assert_all_exist(names) {
  assert.ok(names.size > 0);
  const known = families();
  for (const name of names) assert.ok(known.has(name), `the daemon has no ${name}`);
}

test('promtool has nothing to say about the page', () => {
  const { status, said } = promtool(['check', 'metrics'], { input: page });
  assert.equal(said, '');
  assert.equal(status, 0);
});

test('the rules are sound, and fire when they should', () => {
  const checked = promtool(['check', 'rules', kAlerts]);
  assert.equal(checked.status, 0, checked.said);
  const tried = promtool(['test', 'rules', 'tests/prometheus/alerts_test.yml']);
  assert.equal(tried.status, 0, tried.said);
  for (const [, alert] of read(kAlerts).matchAll(/- alert: (\w+)/g)) {
    assert.ok(read('tests/prometheus/alerts_test.yml').includes(alert), `${alert} is not tried`);
  }
});

test('every metric of the rules is one of ours', () => {
  const expressions = [...read(kAlerts).matchAll(/^\s+expr: (.*)$/gm)].map(([, text]) => text).join('\n');
  assert_all_exist(named_in(expressions));
});

test('every metric of the dashboard is one of ours, and every expression can be parsed', () => {
  const dashboard = JSON.parse(read(kDashboard));
  const expressions = dashboard.panels.flatMap((panel) => panel.targets.map((target) => target.expr));
  const queries = dashboard.templating.list.flatMap((variable) => variable.query?.query ?? []);
  assert_all_exist(named_in([...expressions, ...queries].join('\n')));
  assert.equal(new Set(dashboard.panels.map((panel) => panel.id)).size, dashboard.panels.length);
  const groups = expressions.map((text, i) => ({
    record: `panel:${i}`, expr: text.replaceAll('$__rate_interval', '5m').replaceAll(/\$(instance|device)/g, '.*'),
  }));
  const rules = JSON.stringify({ groups: [{ name: 'dashboard', rules: groups }] }); // JSON is YAML
  const folder = mkdtempSync(join(tmpdir(), 'watchpost-rules-'));
  try {
    writeFileSync(join(folder, 'dashboard.yml'), rules);
    const { status, said } = promtool(['check', 'rules', join(folder, 'dashboard.yml')]);
    assert.equal(status, 0, said);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the reference lists every metric that there is, and no other', () => {
  const listed = [...read('docs/reference.md').matchAll(/^\| `(watchpost_[a-z_]+)` \| (\w+) \|/gm)].map(([, name, type]) => [name, type]);
  assert.deepEqual(listed, [...families()]);
});
