// What a camera's tile shows over its picture. Pure: no DOM, no clock of its own. Times are milliseconds since 1970.

/** A camera that is online but has sent nothing for this long shows an old picture, and must say so. */
export const kStalledAfter = 6000;
/** That many pictures in a row that no browser can read are worth a word. */
export const kBrokenInARow = 5;

/**
 * @param {{phase: string, device: object|null, drawn_at: number|null, broken: number, now: number}} seen
 *   `phase` of the video link, `device` as the daemon told it last (null: not told), `drawn_at` when the picture
 *   that is on the canvas was drawn (null: none yet)
 * @returns {{key: string, since: number|null}} `key` is `live`, or names the text to show; `since` is when the
 *   picture underneath became old
 */
export function tile_state({ phase, device, drawn_at, broken, now }) {
  const has_picture = drawn_at !== null;
  if (phase !== 'open') {
    if (phase === 'connecting' && !has_picture) return { key: 'connecting', since: null };
    return { key: phase === 'stopped' ? 'paused' : 'no_link', since: drawn_at };
  }
  if (device && !device.online) {
    const last_seen = Date.parse(device.last_seen);
    return { key: 'away', since: Number.isNaN(last_seen) ? drawn_at : last_seen };
  }
  if (broken >= kBrokenInARow) return { key: 'broken', since: drawn_at };
  if (!has_picture) return { key: 'waiting', since: null };
  if (now - drawn_at > kStalledAfter) return { key: 'stalled', since: drawn_at };
  return { key: 'live', since: null };
}
