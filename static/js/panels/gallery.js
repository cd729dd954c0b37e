// The photos that the daemon keeps.

import { request } from '../api.js';
import { daemon_now, on_events, on_phase } from '../daemon.js';
import { el, reconcile, set_shown, set_text } from '../dom.js';
import { fmt, on_language, t } from '../i18n.js';
import { on_identity } from '../identity.js';
import { PhotoList } from '../photo_list.js';
import { confirmed } from './confirm.js';
import { Lightbox } from './lightbox.js';
import { show_error } from './notices.js';
import { PhotoCard } from './photo_card.js';

const kPage = 20;
const kMost = 100; // that the daemon tells at a time

const list = new PhotoList();
const cards = new Map();
const lightbox = new Lightbox({ photos: () => list.photos, drop });
let there = false;
let fetching = false;
let again = false;

/** @returns {boolean} false when the gallery does not have it */
export function show_photo(id) {
  if (!list.get(id)) return false;
  lightbox.open(id);
  return true;
}

async function drop(id) {
  const photo = list.get(id);
  const what = photo ? `${photo.camera ?? ''} ${fmt().time(Date.parse(photo.taken), daemon_now())}`.trim() : id;
  if (!await confirmed('gallery.delete_question', what)) return false;
  try {
    await request('DELETE', `/api/v1/photos/${encodeURIComponent(id)}`);
  } catch (error) {
    if (error.status !== 404) { // gone already is gone
      show_error('gallery.delete_failed', error.message);
      return false;
    }
  }
  list.deleted(id);
  draw();
  return true;
}

/** A page is asked for once at a time. What happens meanwhile may be missing in the answer, so it is asked for again. */
async function fetch_page(more) {
  if (fetching) {
    again ||= !more;
    return;
  }
  fetching = true;
  draw();
  try {
    const limit = more ? kPage : Math.min(kMost, Math.max(kPage, list.offset));
    const page = await request('GET', `/api/v1/photos?limit=${limit}&offset=${more ? list.offset : 0}`);
    if (!Array.isArray(page?.photos)) throw new Error('no list of photos');
    const read = { photos: page.photos, total: page.total ?? page.photos.length };
    if (more) list.append(read);
    else list.reset(read);
    there = true;
  } catch (error) {
    if (error.status === 404) there = false; // a daemon without a gallery
    else if (error.status !== 0) show_error('gallery.failed', error.message); // 0: the link says so itself
  }
  fetching = false;
  draw();
  if (again) {
    again = false;
    fetch_page(false);
  }
}

function take(events, { live }) {
  if (!live) return; // the list over HTTP knows better than events from before
  for (const event of events) {
    if (event.type === 'photo_captured') list.captured(event);
    else if (event.type === 'photo_deleted') list.deleted(event.id);
    else continue;
    there = true;
    again ||= fetching;
    draw();
  }
}

function drop_card(id) {
  const before = list.photos.findIndex((p) => p.id === id);
  drop(id).then((gone) => {
    const next = list.photos[Math.min(before, list.photos.length - 1)];
    if (gone && next) cards.get(next.id)?.focus(); // the button that had it is gone
  });
}

function draw() {
  const { photos } = list;
  set_shown(document.getElementById('gallery'), there);
  if (!there) return;
  reconcile(document.getElementById('photo-grid'), cards, photos, (p) => p.id,
    (p) => new PhotoCard(p, { open: show_photo, drop: drop_card }));
  for (const card of cards.values()) card.draw();
  set_shown(document.getElementById('photos-none'), photos.length === 0 && !fetching);
  set_text(document.getElementById('photo-count'), photos.length === 0 ? ''
    : t('gallery.count', { some: fmt().number(photos.length), all: fmt().number(list.total) }));
  const more = document.getElementById('photos-more');
  set_shown(more, list.has_more);
  more.setAttribute('aria-busy', String(fetching));
  lightbox.draw();
}

export function mount() {
  document.getElementById('photos-more').addEventListener('click', () => fetch_page(true));
  on_events(take);
  on_phase(({ phase }) => {
    if (phase === 'open') fetch_page(false);
  });
  on_language(draw);
  on_identity(draw);
}
