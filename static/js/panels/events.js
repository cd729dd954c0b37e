// The list of events: newest first, bounded, with its level in words and shape as well as colour.

import { on_events } from '../daemon.js';
import { el, reconcile, said, set_attribute, set_shown, set_text } from '../dom.js';
import { EventLog } from '../eventlog.js';
import { fmt, on_language, t, translate } from '../i18n.js';
import { icon } from '../icons.js';
import { key_of_reason } from '../reasons.js';

const log = new EventLog();
const views = new Map();
let important_only = false;
let drawing = 0;

/** The line below: a reason that we know, in the reader's language; anything else as it was said. */
function words_of(event) {
  const key = event.type === 'device_offline' ? key_of_reason(event.reason) : null;
  if (key) return [el('p', { class: 'event-words', i18n: key })];
  // Of a photo that is there the gallery tells more than its name would.
  const gone = event.type === 'photo_deleted' ? event.filename : undefined;
  const words = event.message ?? event.reason ?? event.sensor_type ?? gone;
  return words ? [el('p', { class: 'event-words', dir: 'auto', text: String(words) })] : [];
}

class EventRow {
  #time = el('time');
  #times = el('span', { class: 'event-times' });

  constructor({ event, level }) {
    this.node = el('li', { class: 'event', 'data-level': level },
      icon(level),
      el('div', { class: 'event-body' },
        el('span', { class: 'visually-hidden', i18n: `level.${level}` }), ' ',
        said(event.device ?? '', { class: 'event-device' }), ' ',
        el('span', { class: 'event-what', i18n: `event.${event.type}` }), ' ', this.#times,
        ...words_of(event)),
      this.#time);
    translate(this.node);
  }

  draw({ event, count }) {
    const time = Date.parse(event.timestamp);
    set_text(this.#time, fmt().time(time));
    set_attribute(this.#time, 'datetime', String(event.timestamp));
    set_attribute(this.#time, 'title', fmt().moment(time));
    set_text(this.#times, count > 1 ? t('event.times', { count: fmt().number(count) }) : '');
  }
}

function draw() {
  drawing = 0;
  const rows = important_only ? log.rows.filter((r) => r.level !== 'info') : log.rows;
  reconcile(document.getElementById('event-list'), views, rows, (r) => r.key, (r) => new EventRow(r));
  for (const row of rows) views.get(row.key).draw(row);
  set_shown(document.getElementById('events-none'), rows.length === 0 && !important_only);
  set_shown(document.getElementById('events-none-important'), rows.length === 0 && important_only);
}

/** A burst of events costs one drawing. A timer, not an animation frame: those stand still in a hidden tab. */
function draw_soon() {
  drawing ||= setTimeout(draw, 50);
}

export function mount() {
  on_events((events) => {
    for (const event of events) log.add(event);
    draw_soon();
  });
  const filter = document.getElementById('event-filter');
  filter.addEventListener('change', () => {
    important_only = filter.value === 'important';
    draw();
  });
  on_language(draw);
  draw();
}
