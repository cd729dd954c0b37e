// Why a board went offline. The daemon says it as one of a few fixed English sentences; what is not among them (a
// newer daemon's, or a board's own words) has no key and is shown as it was said.

const kKeys = {
  'the board closed the link': 'reason.closed',
  'the link was lost': 'reason.lost',
  'no sign of life': 'reason.silent',
  'replaced': 'reason.replaced',
  'data out of step': 'reason.out_of_step',
  'the board broke the WebSocket protocol': 'reason.protocol',
  'the board took nothing that was sent': 'reason.slow',
  'the board sent too many pings': 'reason.flood',
  'a fault of the daemon': 'reason.fault',
};

/** Why a command ended as it did, in the same way. */
const kDetails = {
  'the board is offline': 'detail.offline',
  'the board did not answer': 'detail.no_answer',
  'it could not be sent in time': 'detail.not_in_time',
  'the link ended before the board answered; it may have obeyed': 'detail.link_ended',
  'too many commands wait for this board': 'detail.too_many',
  'A viewer only looks; this needs the role operator.': 'detail.viewer',
};

/** @returns {string|null} a key of the language tables */
export function key_of_detail(detail) {
  return Object.hasOwn(kDetails, detail ?? '') ? kDetails[detail] : null;
}

/** @returns {string|null} a key of the language tables */
export function key_of_reason(reason) {
  return Object.hasOwn(kKeys, reason ?? '') ? kKeys[reason] : null;
}
