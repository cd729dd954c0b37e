// The link doctor on the dashboard: what ails a board, in the reader's language, and what happened on its link.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import en from '../../static/js/i18n/en.js';
import fa from '../../static/js/i18n/fa.js';
import { with_scene } from './fakes.mjs';
import { english_on_page, overhang, phase_is, start_browser, until } from './support.mjs';

let browser;
before(async () => { browser = await start_browser(); });
after(() => browser?.close());

const kTime = '2026-11-18T11:06:40.000Z';
const kReport = {
  id: 'sim-cam-1', kind: 'esp32cam', online: true, summary: 'Seven brown-out resets.',
  findings: [
    { code: 'brown_out', severity: 'error', text: 'Seven brown-out resets in the last 24 hours.', advice: 'x', count: 7, since: kTime },
    { code: 'from_the_future', severity: 'warning', text: 'Something <i>new</i>.', advice: 'Do <b>this</b>.', count: 1, since: kTime },
  ],
  timeline: [
    { what: 'connected', text: '<img src=x onerror=alert(1)>', count: 3, first: kTime, last: kTime, header_bytes: 312 },
    { what: 'ended', text: 'vanished (Connection reset by peer)', count: 1, first: kTime, last: kTime, lasted_ms: 61000 },
  ],
  samples: [-61, -70, -66].map((rssi_dbm, i) => ({ time: kTime, rssi_dbm, memory_free_bytes: 150000 - 1000 * i })),
};

/** The doctor of the camera, with `report` as what the daemon says. */
async function open_doctor({ page }, report) {
  if (report) await page.route(/\/diagnosis/, (route) => route.fulfill(typeof report === 'number' ? { status: report, json: { detail: 'the daemon says no' } } : { json: report }));
  await page.locator('.card[data-device="sim-cam-1"] .card-foot > .button').click();
  await page.locator('dialog.doctor[open]').waitFor();
}
const verdict = ({ page }) => page.locator('.verdict').innerText();

test('in the demo: a healthy camera has no trouble, and its link is told', async () => {
  await with_scene(browser, {}, async (scene) => {
    await phase_is(scene.page, 'open');
    await scene.page.locator('.tile[data-state="live"]').waitFor();
    await open_doctor(scene);
    await until('the verdict', () => verdict(scene), (text) => text === en['doctor.none']);
    const first = await scene.page.locator('.entry').last().innerText();
    assert.ok(first.includes(en['happened.connected']) && first.includes('TinyWebsockets'), first);
    await scene.page.keyboard.press('Escape');
    await until('it to be closed', () => scene.page.locator('dialog.doctor[open]').count(), (n) => n === 0);
    assert.deepEqual(scene.complaints, []);
  });
});

test('findings and timeline are shown as text, and what this page does not know in the daemon’s words', async () => {
  await with_scene(browser, {}, async (scene) => {
    const { page } = scene;
    await phase_is(page, 'open');
    await open_doctor(scene, kReport);
    await until('the verdict', () => verdict(scene), (text) => text.endsWith('2'));
    const [known, unknown] = await page.locator('.finding').allInnerTexts();
    for (const part of [en['finding.brown_out'], en['advice.brown_out'], kReport.findings[0].text, '7 times']) {
      assert.ok(known.includes(part), `${part} is missing in ${known}`);
    }
    assert.ok(unknown.includes('from_the_future') && unknown.includes('Something <i>new</i>.') && unknown.includes('Do <b>this</b>.'), unknown);
    const [came, went] = await page.locator('.entry').allInnerTexts();
    assert.ok(came.includes('<img src=x onerror=alert(1)>') && came.includes('3 times'), came);
    assert.ok(went.includes(en['reason.lost']) && went.includes('1 min 1 s') && !went.includes('reset by peer'), went);
    assert.equal(await page.locator('.trend').count(), 2);
    assert.equal(await page.locator('.doctor img').count(), 0);
    assert.deepEqual(scene.complaints, []);
  });
});

test('in Persian, and on a phone', async () => {
  await with_scene(browser, { page: { locale: 'fa-IR', viewport: { width: 360, height: 740 } } }, async (scene) => {
    const { page } = scene;
    await phase_is(page, 'open');
    await open_doctor(scene, { ...kReport, findings: kReport.findings.slice(0, 1) });
    await until('the finding', () => page.locator('.finding h4').innerText(), (text) => text === fa['finding.brown_out']);
    assert.deepEqual(await english_on_page(page), []);
    assert.ok(await overhang(page) <= 0);
    const wide = await page.locator('.doctor-body').evaluate((node) => node.scrollWidth - node.clientWidth);
    assert.ok(wide <= 0, `the doctor reaches over its edge by ${wide}`);
  });
});

test('a diagnosis that cannot be read is said, and is asked for again', async () => {
  await with_scene(browser, {}, async (scene) => {
    const { page } = scene;
    await phase_is(page, 'open');
    await open_doctor(scene, 500);
    await until('the failure', () => page.locator('.doctor-body .note').first().innerText(), (text) => text.includes('the daemon says no'));
    await page.unroute(/\/diagnosis/);
    await until('the verdict', () => verdict(scene), (text) => text === en['doctor.none']);
    assert.ok(!await page.locator('.doctor-body .note').first().isVisible());
  });
});
