// What a camera's tile says of its picture. Pure: no DOM, no clock of its own. Times are milliseconds since 1970.

/** A picture is live while it is younger than this, by the daemon's word. */
export const kLiveFor = 1500;
/** A camera that is online but whose pictures are older than this shows nothing new, and must say so. */
export const kStalledAfter = 6000;
/** A camera whose pictures come rarely is called slow for so long at most. */
export const kSlowFor = 15000;
/** That many pictures in a row that no browser can read are worth a word. */
export const kBrokenInARow = 5;

/** Pictures that come this rarely are told by their rate: their age goes up and down between two of them. */
const kSlowBelow = 1000 / kLiveFor;

/**
 * @param {{phase: string, device: object|null, fresh_at: number|null, is_told: boolean, fps: number|null, late: number,
 *   broken: number, now: number}} seen
 *   `phase` of the video link, `device` as the daemon told it last (null: not told), `fresh_at` when the picture that is
 *   on the canvas reached the daemon (null: none is there), `is_told` whether the daemon said so on this connection,
 *   `fps` pictures painted a second, `late` how much later than now, in ms, this page may come to say something else
 * @returns {{key: string, since: number|null, until: number}} `key` names the words; `since` is when the picture
 *   underneath was fresh; what is
 *   said holds `until` then, unless something happens
 */
export function tile_state({ phase, device, fresh_at, is_told, fps, late, broken, now }) {
  const as = (key, since = fresh_at, until = Infinity) => ({ key, since, until });
  if (device && !device.online) {
    const last_seen = Date.parse(device.last_seen);
    if (Number.isNaN(last_seen) && fresh_at === null) return as('never', null);
    return as('away', Number.isNaN(last_seen) ? fresh_at : last_seen);
  }
  if (phase !== 'open') {
    if (phase === 'connecting' && fresh_at === null) return as('connecting', null);
    return as(phase === 'stopped' ? 'paused' : 'no_link');
  }
  if (broken >= kBrokenInARow) return as('broken');
  if (!is_told) return as('waiting');
  const age = now - fresh_at;
  const is_slow = fps !== null && fps < kSlowBelow;
  // The rate falls while nothing comes: at some age a slow camera is a stalled one.
  const slow_for = is_slow ? Math.min(kLiveFor + 2000 / fps, kSlowFor) : 0;
  if (age < slow_for) return as('slow', fresh_at, fresh_at + slow_for);
  if (age + late < kLiveFor) return as('live', null, fresh_at + kLiveFor);
  if (age < kStalledAfter) return as('behind', fresh_at, fresh_at + kStalledAfter);
  return as('stalled');
}
