// Sliders, presets, and what the page says of a board that does not answer.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import en from '../../static/js/i18n/en.js';
import { with_pico, with_scene } from './fakes.mjs';
import { english_on_page, overhang, phase_is, start_browser, until } from './support.mjs';

let browser;
before(async () => { browser = await start_browser(); });
after(() => browser?.close());

const controls = (options, body) => with_scene(browser, options, async (scene) => {
  await phase_is(scene.page, 'open');
  await scene.page.locator('.pad[aria-disabled="false"]').first().waitFor();
  await body(scene);
});

const slider = ({ page }, axis = 'pan') => page.locator(`.angle[data-axis="${axis}"] input`);
/** What stands beside a slider: `asked` for, and the board's word. */
const shown = async ({ page }, axis = 'pan') => ({
  thumb: await slider({ page }, axis).inputValue(),
  asked: await page.locator(`.angle[data-axis="${axis}"] .angle-asked`).innerText(),
  told: await page.locator(`.angle[data-axis="${axis}"] .angle-told`).innerText(),
});
const words = ({ page }) => page.locator('.steer-words').innerText();
const set = (scene, value, axis = 'pan') => slider(scene, axis).fill(String(value));

test('the slider shows what is asked for, and apart from it what the board acknowledged', async () => {
  await controls({}, async (scene) => {
    await until('the board to have told where it stands', () => shown(scene), ({ told }) => told === 'board: 90°');
    await set(scene, 120);
    assert.deepEqual(await shown(scene), { thumb: '120', asked: '120°', told: 'board: 90°' });
    await until('the board to be there', () => shown(scene), ({ told }) => told === 'board: 120°');
    assert.equal((await shown(scene)).thumb, '120');
    assert.match(await words(scene), new RegExp(`${en['answer.acknowledged']}.*in [\\d.]+ m?s`, 's'));
    assert.deepEqual(scene.complaints, []);
  });
});

test('every control tells by its name what it is and whose', async () => {
  await controls({ daemon: { cameras: 2, picos: 2 } }, async ({ page }) => {
    for (const camera of ['sim-cam-1', 'sim-cam-2']) {
      const roles = [['application', 'steer.pad'], ['button', 'steer.stop_label'], ['slider', 'steer.pan'], ['slider', 'steer.tilt'],
        ['button', 'photo.take'], ['group', 'steer.label']];
      for (const [role, key] of roles) {
        await until(`${role} ${key}`, () => page.getByRole(role, { name: `${en[key]} ${camera}`, exact: true }).count(), (n) => n === 1);
      }
    }
    // By keyboard alone: from the picture's controls on to the sliders, and everything shows that it has the focus.
    await page.locator('.stop').first().focus();
    const way = [];
    for (let i = 0; i < 6; ++i) {
      way.push(await page.evaluate(() => document.activeElement.className || document.activeElement.type));
      assert.notEqual(await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle), 'none');
      await page.keyboard.press('Tab');
    }
    assert.deepEqual(way, ['stop', 'pad', 'button-icon', 'button-icon', 'button-icon', 'range']);
  });
});

test('the flashed board goes no further than 160: the thumb comes to where it really is', async () => {
  await controls({}, async (scene) => {
    await set(scene, 152);
    await until('152', () => shown(scene), ({ told }) => told === 'board: 152°');
    await set(scene, 180);
    await until('the truth', () => shown(scene), ({ thumb, told }) => thumb === '160' && told === 'board: 160°');
  });
});

test('while the user drags, what the board says does not tear the thumb away', async () => {
  await controls({}, async (scene) => {
    scene.swallow = (m) => m.type === 'command';
    const box = await slider(scene).boundingBox();
    const at = (part) => [box.x + box.width * part, box.y + box.height / 2];
    await scene.page.mouse.move(...at(0.5));
    await scene.page.mouse.down();
    await scene.page.mouse.move(...at(0.8), { steps: 4 });
    const dragged = (await shown(scene)).thumb;
    assert.ok(dragged > 130);
    scene.answer('expired'); // of the first place that it was dragged over
    await until('the command for the last', () => scene.commands().at(-1).command.pan, (pan) => String(pan) === dragged);
    scene.answer('expired');
    scene.change = with_pico({ servo1_angle: 33 }); // somebody else moved it
    await until('the mark to follow', () => shown(scene), ({ told }) => told === 'board: 33°');
    assert.equal((await shown(scene)).thumb, dragged);
    await scene.page.mouse.up();
  });
});

test('another browser\'s movement is seen: the mark and, when nothing is asked for here, the thumb', async () => {
  await controls({}, async (scene) => {
    const body = JSON.stringify({ pan: 97, tilt: 80 });
    const answer = await fetch(`${scene.daemon.url}/api/v1/devices/sim-pico-1/servo`,
      { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    assert.equal(answer.status, 202);
    await until('pan', () => shown(scene), ({ thumb, told }) => thumb === '97' && told === 'board: 97°');
    assert.deepEqual(await shown(scene, 'tilt'), { thumb: '80', asked: '80°', told: 'board: 80°' });
    assert.equal(scene.commands().length, 0);
  });
});

test('many positions of a slider become few commands, one at a time, and the last one counts', async () => {
  await controls({}, async (scene) => {
    await slider(scene).focus();
    for (let i = 0; i < 30; ++i) await scene.page.keyboard.press('ArrowRight');
    await until('the board to be there', () => shown(scene), ({ told }) => told === 'board: 120°');
    let undecided = 0;
    for (const { type, state } of scene.log) {
      if (type === 'command') assert.equal(undecided++, 0);
      if (type === 'command_state' && state === 'acknowledged') undecided -= 1;
    }
    assert.ok(scene.commands().length < 20, `${scene.commands().length} commands`);
  });
});

test('a command that expires or is refused: the thumb goes back, and the reason is said', async () => {
  await controls({}, async (scene) => {
    scene.swallow = (m) => m.type === 'command';
    await set(scene, 130);
    scene.answer('expired', { detail: 'the board did not answer' });
    await until('the words', () => words(scene), (text) => text.includes(en['answer.expired']) && text.includes(en['detail.no_answer']));
    assert.equal((await shown(scene)).thumb, '90');
    assert.ok(await scene.page.locator('.steer-chip').isVisible());

    await set(scene, 140);
    await until('the second command', () => scene.commands().length, (n) => n === 2);
    scene.answer('refused', { detail: 'servo <b>2</b> is stuck' });
    await until('the board\'s own words', () => words(scene), (text) => text.includes('servo <b>2</b> is stuck'));
    assert.equal((await shown(scene)).thumb, '90');
    await until('it is read out', () => scene.page.locator('.steer [role="status"]').innerText(), (text) => text.includes(en['answer.refused']));
  });
});

test('a board that does not answer is said not to, and one that is away is waited for', async () => {
  await controls({ before: (page) => page.clock.install() }, async (scene) => {
    const { page } = scene;
    const chip = () => page.locator('.steer-chip').innerText();
    scene.swallow = (m) => m.type === 'command';
    await set(scene, 130);
    scene.answer('sent');
    await page.clock.runFor(4000);
    await until('the wait', chip, (text) => text === en['answer.waiting']);
    await page.clock.runFor(5000);
    await until('the silence', chip, (text) => text === en['answer.silent']);
    assert.ok((await words(scene)).includes(en['answer.silent']));
    assert.deepEqual(await shown(scene), { thumb: '130', asked: '130°', told: 'board: 90°' });

    scene.answer('acknowledged', { rtt_ms: 9100 });
    await until('the end', () => words(scene), (text) => text.includes('in 9.1 s'));
    assert.ok(await page.locator('.steer-chip').isHidden());

    scene.change = with_pico({ online: false });
    await until('the pad to be off', async () => {
      await page.clock.runFor(1000);
      return page.locator('.pad').getAttribute('aria-disabled');
    }, (v) => v === 'true');
    await set(scene, 70);
    await until('a command for later', () => scene.commands().length, (n) => n === 2);
    scene.answer('queued', { detail: 'the board is offline' });
    await until('the promise', chip, (text) => text === en['answer.queued_away']);
    assert.equal((await shown(scene)).thumb, '70');
  });
});

test('without a connection nothing can be moved, and the page says so', async () => {
  await controls({}, async (scene) => {
    await scene.daemon.end('SIGKILL');
    await until('the words', () => words(scene), (text) => text.includes(en['steer.no_link']));
    assert.equal(await slider(scene).isDisabled(), true);
    await scene.page.locator('.stop').click();
    assert.ok((await words(scene)).includes(en['steer.no_link']), 'also after a stop that could not be sent');
  });
});

/** Presets over HTTP as a daemon would keep them; `said` are the requests. */
function fake_presets(page, scene) {
  const kept = { presets: [], said: [], status: 0 };
  scene.change = (message) => {
    if (message.type !== 'status') return message;
    return { ...message, stations: message.stations.map((s) => ({ ...s, presets: kept.presets })) };
  };
  scene.kept = kept;
  return page.route(/\/presets\//, (route) => {
    const request = route.request();
    const name = decodeURIComponent(request.url().split('/').at(-1));
    kept.said.push([request.method(), name, request.postData()]);
    if (kept.status) {
      return route.fulfill({ status: kept.status, contentType: 'application/problem+json', json: { detail: 'the disk is full' } });
    }
    const others = kept.presets.filter((p) => p.name !== name);
    kept.presets = request.method() === 'PUT' ? [...others, { name, pan: 61, tilt: 99 }] : others;
    return request.method() === 'PUT' ? route.fulfill({ status: 201, json: kept.presets.at(-1) }) : route.fulfill({ status: 204 });
  });
}

const presets_of = ({ page }) => page.locator('.chip').evaluateAll((chips) => chips.map((c) => c.dataset.preset));

test('presets: kept under a name, gone to, seen by others, deleted after a question', async () => {
  await controls({}, async (scene) => {
    const { page, daemon } = scene;
    const kept = async () => (await (await fetch(`${daemon.url}/api/v1/stations/sim-1/presets`)).json()).presets;
    assert.deepEqual(await presets_of(scene), ['home']);
    await set(scene, 97);
    await until('97', () => shown(scene), ({ told }) => told === 'board: 97°');
    await page.locator('.chip-save').click();
    await page.keyboard.type('Front Door');
    await page.keyboard.press('Enter');
    await until('the preset', () => presets_of(scene), (all) => all.includes('front-door'));
    assert.deepEqual(await kept(), [{ name: 'front-door', pan: 97, tilt: 90 }]);
    assert.ok(await page.locator('.preset-form').isHidden());

    await page.locator('[data-preset="home"] .chip-go').click();
    await until('the way home', () => shown(scene), ({ thumb, told }) => told === 'board: 90°' && thumb === '90');
    await page.locator('[data-preset="front-door"] .chip-go').click();
    await until('the way back', () => shown(scene), ({ thumb, told }) => told === 'board: 97°' && thumb === '97');
    await until('it is read out', () => page.locator('.steer [role="status"]').innerText(), (text) => text === en['answer.acknowledged']);

    await fetch(`${daemon.url}/api/v1/stations/sim-1/presets/gate`, // somebody else keeps one
      { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"pan":80,"tilt":70}' });
    await until('the other\'s', () => presets_of(scene), (all) => all.join() === 'home,front-door,gate');

    await page.locator('[data-preset="front-door"] .chip-drop').click();
    const question = page.locator('dialog.confirm');
    assert.ok((await question.innerText()).includes('front-door'));
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'hidden' });
    assert.equal((await kept()).length, 2, 'Escape deletes nothing');
    await page.locator('[data-preset="front-door"] .chip-drop').click();
    await page.getByRole('button', { name: en['confirm.delete'], exact: true }).click();
    await until('it to be gone', () => presets_of(scene), (all) => all.join() === 'home,gate');
    assert.deepEqual((await kept()).map((p) => p.name), ['gate']);
    assert.deepEqual(scene.complaints, []);
  });
});

test('a name that cannot be is refused with the rule, one that exists is warned of, a failure is shown', async () => {
  await controls({ before: (page, daemon, scene) => fake_presets(page, scene) }, async (scene) => {
    const { page, kept } = scene;
    kept.presets = [{ name: 'door', pan: 1, tilt: 2 }];
    await until('the preset', () => presets_of(scene), (all) => all.includes('door'));
    await page.locator('.chip-save').click();
    const rule = page.locator('.preset-rule');
    assert.equal(await rule.innerText(), en['preset.rule']);
    await page.keyboard.type('tür');
    assert.equal(await rule.getAttribute('data-wrong'), 'true');
    await page.keyboard.press('Enter');
    assert.deepEqual(kept.said, []);
    await page.locator('.preset-form .field').fill('door');
    assert.equal(await rule.innerText(), en['preset.replaces'].replace('{name}', 'door'));
    kept.status = 507;
    await page.keyboard.press('Enter');
    await until('the notice', () => page.locator('.notice').allInnerTexts(), (all) => all.some((n) => n.includes('the disk is full')));
    assert.ok(await page.locator('.preset-form').isVisible(), 'what was typed is not lost');
  });
});

for (const locale of ['en-US', 'fa-IR']) {
  test(`on a phone the controls reach over no edge, and nothing in them is in the wrong language (${locale})`, async () => {
    const phone = { locale, viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
    await controls({ page: phone, before: (page, daemon, scene) => fake_presets(page, scene) }, async (scene) => {
      const { page } = scene;
      scene.kept.presets = ['a'.repeat(32), 'door', 'home'].map((name) => ({ name, pan: 1, tilt: 2 }));
      await until('the presets', () => presets_of(scene), (all) => all.length === 3);
      await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
      await page.locator('.chip-save').tap();
      scene.swallow = (m) => m.type === 'command';
      await set(scene, 20);
      scene.answer('expired', { detail: 'the link ended before the board answered; it may have obeyed' });
      await page.locator('.take').tap();
      await until('two commands', () => scene.commands().length, (n) => n === 2);
      scene.answer('refused', { detail: 'too many commands wait for this board' });
      await page.locator('.photo-line[data-tone="error"]').waitFor();
      assert.equal(await overhang(page), 0);
      if (locale === 'fa-IR') assert.deepEqual(await english_on_page(page), []);
      // What a thumb has to hit is large enough, and over the picture nothing covers anything else.
      const boxes = await page.locator('.pad, .stop, .take, .chip-go, .chip-save').evaluateAll((all) => all.map((n) => {
        const { left, right, top, bottom } = n.getBoundingClientRect();
        return { name: n.className, left, right, top, bottom };
      }));
      for (const { name, top, bottom } of boxes) assert.ok(bottom - top >= 32, `${name} is ${bottom - top} high`);
      const [pad, stop] = ['pad', 'stop'].map((name) => boxes.find((b) => b.name === name));
      assert.ok(stop.right < pad.left && pad.left >= 0 && pad.right <= 360, JSON.stringify([pad, stop]));
    });
  });
}
