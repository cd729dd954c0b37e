import assert from 'node:assert/strict';
import { test } from 'node:test';
import { capture_command, choice_from, kUsual } from '../../../static/js/photo_choice.js';
import { PhotoList } from '../../../static/js/photo_list.js';
import { is_preset_name, presets_to_show, tidy_name } from '../../../static/js/presets.js';

const at = (second) => new Date(second * 1000).toISOString();
const photo = (second) => ({ id: `p${second}`, filename: `p${second}.jpg`, camera: 'cam', taken: at(second), url: `/api/v1/photos/p${second}` });
const event = (second) => ({ type: 'photo_captured', ...photo(second), device: 'cam', timestamp: at(second), flash_used: true });
const ids = (list) => list.photos.map((p) => p.id);

test('the newest is first, whether it came in a page or as an event', () => {
  const list = new PhotoList();
  list.reset({ photos: [photo(5), photo(3)], total: 3 });
  list.captured(event(9));
  list.append({ photos: [photo(1)], total: 4 });
  assert.deepEqual(ids(list), ['p9', 'p5', 'p3', 'p1']);
  assert.equal(list.total, 4);
  assert.equal(list.has_more, false);
});

test('the next page begins behind what is there, also after a new photo', () => {
  const list = new PhotoList();
  list.reset({ photos: [photo(5), photo(4)], total: 4 });
  list.captured(event(6));
  assert.equal(list.offset, 3);
  assert.ok(list.has_more);
});

test('a photo told twice stands once, and is counted once', () => {
  const list = new PhotoList();
  list.reset({ photos: [photo(5)], total: 1 });
  assert.equal(list.captured(event(5)), false);
  list.append({ photos: [photo(5)], total: 1 });
  assert.deepEqual([ids(list), list.total], [['p5'], 1]);
});

test('a deleted photo goes, is counted once, and does not come back with an older answer', () => {
  const list = new PhotoList();
  list.reset({ photos: [photo(5), photo(4)], total: 3 });
  assert.equal(list.deleted('p5'), true);
  assert.equal(list.deleted('p5'), false);
  assert.deepEqual([ids(list), list.total], [['p4'], 2]);
  list.reset({ photos: [photo(5), photo(4)], total: 3 });
  assert.deepEqual([ids(list), list.total], [['p4'], 2]);
  list.deleted('p1'); // on a page that was never fetched
  assert.deepEqual([list.total, list.has_more], [1, false]);
});

test('after a time without news the pages are told anew', () => {
  const list = new PhotoList();
  list.reset({ photos: [photo(5), photo(4)], total: 2 });
  list.reset({ photos: [photo(7), photo(5)], total: 2 });
  assert.deepEqual(ids(list), ['p7', 'p5']);
});

test('an empty page is the end', () => {
  const list = new PhotoList();
  list.reset({ photos: [photo(5)], total: 9 });
  list.append({ photos: [], total: 9 });
  assert.equal(list.has_more, false);
});

test('what an event does not tell is not known', () => {
  const list = new PhotoList();
  list.captured(event(5));
  const { camera, flash, width } = list.get('p5');
  assert.deepEqual([camera, flash, width], ['cam', true, null]);
});

test('what was remembered of a choice is taken only where it can be', () => {
  assert.deepEqual(choice_from(null), kUsual);
  assert.deepEqual(choice_from('{broken'), kUsual);
  assert.deepEqual(choice_from('null'), kUsual);
  assert.deepEqual(choice_from('{"quality":0,"flash":1,"intensity":101}'), kUsual);
  assert.deepEqual(choice_from('{"quality":12,"flash":true,"intensity":0}'), { quality: 12, flash: true, intensity: 0 });
});

test('an intensity goes with a flash only', () => {
  assert.deepEqual(capture_command({ quality: 9, flash: false, intensity: 7 }),
    { type: 'action', action: 'capture_photo', quality: 9, flash: false });
  assert.equal(capture_command({ quality: 9, flash: true, intensity: 7 }).intensity, 7);
});

test('names of presets', () => {
  for (const good of ['a', 'front-door', 'x_1', 'a'.repeat(32)]) assert.ok(is_preset_name(good), good);
  for (const bad of ['', 'A', 'a b', 'a/b', '..', 'در', 'a'.repeat(33), 'a\n']) assert.ok(!is_preset_name(bad), bad);
  assert.equal(tidy_name(' Front  Door '), 'front-door');
});

test('home is first, and there without being set', () => {
  const set = [{ name: 'b', pan: 1, tilt: 2 }, { name: 'a', pan: 3, tilt: 4 }];
  assert.deepEqual(presets_to_show(set).map((p) => p.name), ['home', 'a', 'b']);
  assert.deepEqual(presets_to_show(undefined), [{ name: 'home', pan: 90, tilt: 90, is_set: false }]);
  assert.deepEqual(presets_to_show([{ name: 'home', pan: 10, tilt: 20 }])[0], { name: 'home', pan: 10, tilt: 20, is_set: true });
});
