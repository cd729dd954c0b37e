// The newest events, bounded, newest first. Pure: no DOM.

export const kKept = 200;

const kLevels = {
  device_online: 'info',
  device_offline: 'warning',
  device_conflict: 'error',
  device_error: 'error',
  sensor_data: 'info',
  photo_captured: 'info',
  photo_deleted: 'info',
  photo_failed: 'error',
  access_refused: 'warning',
};

/** `info`, `warning` or `error`, whatever the board said. */
export function level_of(event) {
  const level = event.type === 'log' ? event.level : kLevels[event.type];
  return level === 'warning' || level === 'error' ? level : 'info';
}

/** True for what the interface calls EVENT: everything else on /ws is not for the list. */
export function is_event(message) {
  return message?.type === 'log' || Object.hasOwn(kLevels, message?.type ?? '');
}

/** Same thing said again: a board that repeats itself takes one row, with a count. */
function sameness(event) {
  return JSON.stringify([event.type, event.device, event.level, event.message, event.reason, event.sensor_type,
    event.filename]);
}

function identity(event) {
  return JSON.stringify([event.timestamp, event.sequence, sameness(event)]);
}

export class EventLog {
  #rows = [];
  #seen = new Set();
  #next_key = 1;

  /** Newest first: `{key, event, level, count}`. `key` stays with its row for as long as the row lives. */
  get rows() {
    return this.#rows;
  }

  /** @returns {boolean} false when this very event is in the list already (told by HTTP and by the socket) */
  add(event) {
    const id = identity(event);
    if (this.#seen.has(id)) return false;
    this.#seen.add(id);
    if (this.#seen.size > 4 * kKept) this.#seen.delete(this.#seen.values().next().value);

    // What HTTP tells may be older than what the socket told meanwhile.
    const time = Date.parse(event.timestamp);
    const newest = this.#rows[0];
    if (newest && sameness(newest.event) === sameness(event)) {
      const later = Date.parse(newest.event.timestamp) > time ? newest.event : event;
      this.#rows[0] = { ...newest, event: later, count: newest.count + 1 };
      return true;
    }
    const row = { key: this.#next_key++, event, level: level_of(event), count: 1 };
    const place = this.#rows.findIndex((r) => !(Date.parse(r.event.timestamp) > time));
    this.#rows.splice(place < 0 ? this.#rows.length : place, 0, row);
    if (this.#rows.length > kKept) this.#rows.length = kKept;
    return true;
  }
}
