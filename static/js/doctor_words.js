// What the link doctor's answer says, as keys of the language tables. Pure: no DOM.

const kEnds = {
  peer_closed: 'reason.closed', peer_closed_other: 'reason.closed', vanished: 'reason.lost', silent: 'reason.silent',
  broke_protocol: 'reason.protocol', odd_length: 'reason.protocol', too_slow: 'reason.slow', flood: 'reason.flood',
  unfinished: 'reason.unfinished',
  fault: 'reason.fault', we_closed: 'reason.we_closed', we_closed_other: 'reason.we_closed',
  error_code: 'reason.error_code', too_big: 'reason.too_big',
};
const kDoors = {
  no_credential: 'door.no_credential', wrong_credential: 'door.wrong_credential', bad_name: 'door.bad_name',
  foreign_name: 'door.foreign_name', too_many_names: 'door.too_many_names',
};

/** Name of an entry's number → how it is written. */
const kMeasures = {
  header_bytes: 'bytes', lasted_ms: 'time', silent_ms: 'time', gap_ms: 'time', ran_ms: 'time', bytes: 'bytes', at_byte: 'bytes',
};

/** What stands beside `what`: a key that we have words for, or the text as it was said; null for nothing. */
function detail_of({ what, text }) {
  if (!text) return null;
  if (what === 'ended') {
    const [, label, reason] = /^(\w+)(?: \((.*)\))?$/s.exec(text) ?? [];
    const key = Object.hasOwn(kEnds, label ?? '') ? kEnds[label] : null;
    // What a socket says of a lost link tells nobody more than that it is lost.
    if (key) return { key, said: label.startsWith('peer_closed') || label.startsWith('we_closed') ? reason ?? null : null };
  }
  if (what === 'not_admitted' && Object.hasOwn(kDoors, text)) return { key: kDoors[text], said: null };
  return { key: null, said: text };
}

/** @returns {{what: string, detail: {key: ?string, said: ?string} | null, measure: {key: string, form: string, value: number} | null}} */
export function words_of(entry) {
  const name = Object.keys(kMeasures).find((one) => Number.isFinite(entry[one]) && entry[one] > 0);
  return {
    what: `happened.${entry.what}`,
    detail: detail_of(entry),
    measure: name ? { key: `measure.${name}`, form: kMeasures[name], value: entry[name] } : null,
  };
}

/** The points of a line through `values` in a box of `width` × `height`; values that are not told leave no point. */
export function line_through(values, width, height) {
  const told = values.map((value, i) => [i, value]).filter(([, value]) => Number.isFinite(value));
  if (told.length < 2) return '';
  const all = told.map(([, value]) => value);
  const low = Math.min(...all);
  const span = Math.max(...all) - low;
  const x = (i) => (i * width) / (values.length - 1);
  const y = (value) => (span > 0 ? height - ((value - low) * height) / span : height / 2);
  return told.map(([i, value]) => `${x(i).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
}
