// What stands beside a camera's controls. Pure: no DOM, no clock of its own.

import { words_for } from './answer.js';

/** So long a stop from elsewhere is worth a word over the picture. */
const kStopToldFor = 15000;
const kEndsHold = ['refused', 'unknown', 'unsent', 'superseded'];

/** @param {import('./answer.js').Answer|null} answer to the newest command: one that we superseded ourselves is not it */
export function ends_hold(answer) {
  return kEndsHold.includes(answer?.state);
}

/**
 * @param {{open: boolean, online: boolean, known: boolean, answer: import('./answer.js').Answer|null, now: number,
 *          stopped_at?: number, may_act?: boolean}} seen `open`: there is a link to the daemon; `online`: the daemon has one
 *   to the Pico; `known`: it told where it stands; `stopped_at`: when somebody else stopped it, if that is the newest there
 *   is; `may_act`: whoever looks at the page is allowed to steer
 * @returns {{key: string, tone: string, can_hold: boolean}} `key` of the language tables; a tone of `warning` or `error`
 *   is for the user to see over the picture too; `can_hold` whether the joystick has a point
 */
export function steer_state({ open, online, known, answer, now, stopped_at = -Infinity, may_act = true }) {
  const can_hold = may_act && open && online && known;
  if (!open) return { key: 'steer.no_link', tone: 'warning', can_hold };
  if (!may_act) return { key: 'steer.viewer', tone: 'idle', can_hold };
  if (online && now - stopped_at < kStopToldFor) return { key: 'steer.stopped', tone: 'warning', can_hold };
  const said = answer && words_for(answer, { online, now });
  const words = said && { key: `answer.${said.key}`, tone: said.tone, can_hold };
  if (words && !answer.is_final) return words;
  if (!online) return { key: 'steer.away', tone: 'warning', can_hold };
  if (words && (said.tone !== 'good' || known)) return words;
  if (!known) return { key: 'steer.untold_hint', tone: 'warning', can_hold };
  return { key: 'steer.ready', tone: 'idle', can_hold };
}
