// Taking photos, the light, and the gallery.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import en from '../../static/js/i18n/en.js';
import { captured, fake_gallery, photo, with_scene } from './fakes.mjs';
import { phase_is, start_browser, until } from './support.mjs';

let browser;
before(async () => { browser = await start_browser(); });
after(() => browser?.close());

/** A page whose gallery has so many photos. */
const gallery = (count, body, options = {}) => with_scene(browser, {
  daemon: { picos: 0 }, ...options,
  before: async (page, daemon, scene) => {
    const picture = Buffer.from(await (await until('a picture', async () => {
      const answer = await fetch(`${daemon.url}/snapshot`);
      return answer.ok && answer;
    })).arrayBuffer());
    scene.gallery = await fake_gallery(page, picture, Array.from({ length: count }, (_, i) => photo(i + 1)));
  },
}, async (scene) => {
  await phase_is(scene.page, 'open');
  await scene.page.locator('#gallery').waitFor();
  await body(scene);
});

const cards = ({ page }) => page.locator('.photo-card').evaluateAll((all) => all.map((c) => c.dataset.photo));
const photo_words = ({ page }) => page.locator('.photo-line').innerText();

test('a photo: as it was chosen, from the question to the picture in the gallery', async () => {
  await gallery(1, async (scene) => {
    const { page } = scene;
    scene.swallow = (m) => m.type === 'command';
    await page.locator('.photo-options summary').first().click();
    await page.locator(`[aria-label="${en['photo.quality']}"]`).fill('35');
    await page.getByText(en['photo.flash'], { exact: true }).click();
    await page.locator(`[aria-label="${en['photo.intensity']}"]`).fill('70');
    await page.locator('.take').click();
    const { device, command } = await until('the command', () => scene.commands()[0]);
    assert.equal(device, 'sim-cam-1');
    assert.deepEqual(command, { type: 'action', action: 'capture_photo', quality: 35, flash: true, intensity: 70 });
    assert.equal(await photo_words(scene), en['photo.asked']);
    await page.locator('.take').click({ force: true });
    scene.answer('sent');
    assert.equal(scene.commands().length, 1, 'one photo at a time');

    scene.tell(captured(photo(2)));
    scene.answer('acknowledged', { detail: 'photo-2', rtt_ms: 700 });
    await until('the good news', () => photo_words(scene), (text) => text.includes(en['photo.stored']));
    assert.deepEqual(await cards(scene), ['photo-2', 'photo-1']);
    await page.getByRole('link', { name: en['photo.show'] }).click();
    assert.equal(await page.locator('.lightbox img').getAttribute('src'), '/api/v1/photos/photo-2');

    await page.reload();
    await until('the choice to be remembered', () => page.locator('.photo-summary').innerText(),
      (text) => text === 'Quality 35, flash 70 %');
    assert.deepEqual(scene.complaints, []);
  });
});

test('in the demo: a photo is taken, kept, shown, loaded down, and deleted for everybody', async () => {
  await with_scene(browser, { daemon: { picos: 0 } }, async (scene) => {
    const { page, daemon } = scene;
    await phase_is(page, 'open');
    await until('the empty gallery', () => page.locator('#photos-none').isVisible());
    await page.locator('.tile[data-state="live"]').waitFor();
    await page.locator('.take').click();
    await until('the good news', () => photo_words(scene), (text) => text.includes(en['photo.stored']));
    const [id] = await until('the photo', () => cards(scene), (all) => all.length === 1);
    await page.waitForFunction(() => document.querySelector('.photo-card img').naturalWidth > 0);
    const kept = await (await fetch(`${daemon.url}/api/v1/photos/${id}`)).arrayBuffer();

    await page.getByRole('link', { name: en['photo.show'] }).click();
    await until('its size', () => page.locator('.lightbox-facts').innerText(), (text) => text.includes('800 × 600'));
    const [download] = await Promise.all([page.waitForEvent('download'),
      page.locator('.lightbox').getByRole('link', { name: en['gallery.download'] }).click()]);
    assert.equal(download.suggestedFilename(), `${id}.jpg`);
    assert.deepEqual(readFileSync(await download.path()), Buffer.from(kept));
    await page.locator('.lightbox').getByRole('button', { name: en['gallery.close'] }).click();

    const other = await page.context().newPage();
    await other.goto(daemon.url);
    await until('the photo on another page', () => cards({ page: other }), (all) => all.join() === id);
    await page.locator('.photo-card').getByRole('button', { name: en['gallery.delete'] }).click();
    await page.getByRole('button', { name: en['confirm.delete'], exact: true }).click();
    for (const each of [page, other]) await until('it to be gone', () => cards({ page: each }), (all) => all.length === 0);
    assert.equal((await fetch(`${daemon.url}/api/v1/photos/${id}`)).status, 404);
    assert.deepEqual(scene.complaints, []);
  });
});

test('no photo: the reason is said, whichever way it failed', async () => {
  await gallery(0, async (scene) => {
    scene.swallow = (m) => m.type === 'command';
    const failures = [
      ['refused', 'the camera is <i>busy</i>', 'the camera is <i>busy</i>'],
      ['expired', 'the board did not answer', en['detail.no_answer']],
    ];
    for (const [i, [state, detail, expected]] of failures.entries()) {
      await scene.page.locator('.take').click();
      await until('the command', () => scene.commands().length, (n) => n === i + 1);
      scene.answer(state, { detail });
      await until(`the failure ${state}`, () => photo_words(scene), (text) => text.includes(en['photo.failed']) && text.includes(expected));
      assert.equal(await scene.page.locator('.photo-line').getAttribute('data-tone'), 'error');
    }
    await scene.page.locator('.take').click();
    await scene.sockets.at(-1).close({ code: 1012 });
    await until('a lost link', () => photo_words(scene), (text) => text.includes(en['answer.unknown']));
  });
});

test('the light is switched, and what became of it is said', async () => {
  await gallery(0, async (scene) => {
    const { page } = scene;
    scene.swallow = (m) => m.type === 'command';
    await page.locator('.photo-options summary').first().click();
    assert.ok(await page.getByText(en['light.note']).isVisible());
    const light = page.locator('.option-light .answer');
    await page.getByRole('button', { name: en['light.on'], exact: true }).click();
    const { command } = await until('the command', () => scene.commands()[0]);
    assert.deepEqual(command, { type: 'action', action: 'flash_on', intensity: 50 });
    scene.answer('acknowledged');
    await until('light', () => light.innerText(), (text) => text === en['light.is_on']);
    await page.getByRole('button', { name: en['light.off'], exact: true }).click();
    await until('the command', () => scene.commands()[1]?.command.action === 'flash_off');
    scene.answer('expired', { detail: 'the board did not answer' });
    await until('the failure', () => light.innerText(), (text) => text.includes(en['detail.no_answer']));

    await page.locator('summary', { hasText: en['camera_set.title'] }).click();
    await page.locator(`[aria-label="${en['camera_set.contrast']}"]`).fill('-2');
    await until('the setting', () => scene.commands()[2]);
    assert.deepEqual(scene.commands()[2].command, { type: 'action', action: 'camera_settings', contrast: -2 });
  });
});

test('in the demo: the camera answers for its light and its settings', async () => {
  await with_scene(browser, { daemon: { picos: 0 } }, async ({ page, complaints }) => {
    await page.locator('.tile[data-state="live"]').waitFor();
    await page.locator('.photo-options summary').first().click();
    const light = page.locator('.option-light .answer');
    await page.getByRole('button', { name: en['light.on'], exact: true }).click();
    await until('light', () => light.innerText(), (text) => text === en['light.is_on']);
    await page.getByRole('button', { name: en['light.off'], exact: true }).click();
    await until('no light', () => light.innerText(), (text) => text === en['light.is_off']);
    await page.locator('summary', { hasText: en['camera_set.title'] }).click();
    await page.getByText(en['camera_set.auto_exposure']).click();
    await until('the answer', () => page.locator('.options .more .answer').innerText(), (text) => text === en['answer.acknowledged']);
    assert.deepEqual(complaints, []);
  });
});

test('an empty gallery says so, and a daemon without one shows none', async () => {
  await gallery(0, async ({ page }) => {
    await until('the words', () => page.locator('#photos-none').isVisible());
    assert.equal(await page.locator('#photos-none').innerText(), en['gallery.none']);
  });
  await with_scene(browser, {
    daemon: { picos: 0 },
    before: (page) => page.route(/\/api\/v1\/photos/, (route) => route.fulfill({ status: 404, json: { title: 'Not Found' } })),
  }, async ({ page }) => {
    await phase_is(page, 'open');
    await page.locator('.card').waitFor();
    assert.ok(await page.locator('#gallery').isHidden());
    assert.equal(await page.locator('.notice').count(), 0);
  });
});

test('the newest photos are first, and more come when they are asked for', async () => {
  await gallery(45, async (scene) => {
    const { page } = scene;
    const newest = (from, count) => Array.from({ length: count }, (_, i) => `photo-${from - i}`);
    await until('a page', () => cards(scene), (all) => all.length === 20);
    assert.deepEqual(await cards(scene), newest(45, 20));
    assert.equal(await page.locator('#photo-count').innerText(), '20 of 45');
    assert.equal(await page.locator('.photo-card img[loading="lazy"]').count(), 20);
    scene.gallery.photos.push(photo(46)); // meanwhile one is taken
    scene.tell(captured(photo(46)));
    await until('the new one', () => cards(scene), (all) => all[0] === 'photo-46');
    await page.locator('#photos-more').click();
    await until('the second page', () => cards(scene), (all) => all.length === 41);
    await page.locator('#photos-more').click();
    await until('everything', () => cards(scene), (all) => all.length === 46);
    assert.deepEqual(await cards(scene), newest(46, 46));
    assert.ok(await page.locator('#photos-more').isHidden());
  });
});

test('a photo is deleted after a question, by its owner and live by others', async () => {
  await gallery(3, async (scene) => {
    const { page } = scene;
    await until('the photos', () => cards(scene), (all) => all.length === 3);
    const trash = page.locator('[data-photo="photo-2"]').getByRole('button', { name: en['gallery.delete'] });
    await trash.click();
    await page.getByRole('button', { name: en['confirm.keep'] }).click();
    assert.equal(scene.gallery.photos.length, 3);
    await trash.click();
    await page.getByRole('button', { name: en['confirm.delete'], exact: true }).click();
    await until('it to be gone', () => cards(scene), (all) => !all.includes('photo-2'));
    assert.ok(scene.gallery.asked.includes('DELETE /api/v1/photos/photo-2'));
    scene.tell({ type: 'photo_deleted', id: 'photo-2', filename: 'photo-2.jpg', timestamp: photo(9).taken });
    scene.tell({ type: 'photo_deleted', id: 'photo-3', filename: 'photo-3.jpg', timestamp: photo(9).taken });
    await until('the other to be gone', () => cards(scene), (all) => all.join() === 'photo-1');
    assert.equal(await page.locator('#photo-count').innerText(), '1 of 1');
    await until('the events', () => page.locator('.event').allInnerTexts(),
      (all) => all.some((e) => e.includes(en['event.photo_deleted']) && e.includes('photo-3.jpg')));

    scene.gallery.fail = 507;
    await page.locator('[data-photo="photo-1"]').getByRole('button', { name: en['gallery.delete'] }).click();
    await page.getByRole('button', { name: en['confirm.delete'], exact: true }).click();
    await until('the notice', () => page.locator('.notice').allInnerTexts(), (all) => all.some((n) => n.includes('the disk says no')));
    assert.deepEqual(await cards(scene), ['photo-1']);
  });
});

test('a photo in full: its neighbours by key, download under its name, the next one after a deletion', async () => {
  await gallery(3, async (scene) => {
    const { page } = scene;
    const src = () => page.locator('.lightbox img').getAttribute('src');
    await page.locator('[data-photo="photo-3"] .photo-open').click();
    assert.equal(await src(), '/api/v1/photos/photo-3');
    assert.match(await page.locator('.lightbox-facts').innerText(), /800 × 600 · 40\.0 kB · quality 80/);
    await page.keyboard.press('ArrowRight');
    assert.equal(await src(), '/api/v1/photos/photo-2');
    const save = page.locator('.lightbox').getByRole('link', { name: en['gallery.download'] });
    assert.deepEqual(await save.evaluate((a) => [a.getAttribute('href'), a.download]), ['/api/v1/photos/photo-2', 'photo-2.jpg']);
    await page.locator('.lightbox').getByRole('button', { name: en['gallery.delete'] }).click();
    await page.getByRole('button', { name: en['confirm.delete'], exact: true }).click();
    await until('the next one', src, (now) => now === '/api/v1/photos/photo-1');
    await page.keyboard.press('Escape');
    await page.locator('.lightbox').waitFor({ state: 'hidden' });
    assert.deepEqual(await cards(scene), ['photo-3', 'photo-1']);
  });
});

test('after a reconnect the gallery is told anew', async () => {
  await gallery(2, async (scene) => {
    await until('the photos', () => cards(scene), (all) => all.length === 2);
    scene.gallery.photos = [photo(1), photo(7)];
    await scene.sockets.at(-1).close({ code: 1012 });
    await until('what happened meanwhile', () => cards(scene), (all) => all.join() === 'photo-7,photo-1');
  });
});
