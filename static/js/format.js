// Numbers, times and units as people of one language read them. Pure but for Intl: texts come in through `t`.

const kLocales = { en: 'en-GB', fa: 'fa-IR' };
const kLarge = [
  ['unit.gigabytes', 1e9],
  ['unit.megabytes', 1e6],
  ['unit.kilobytes', 1e3],
];

function known(value) {
  return typeof value === 'number' && Number.isFinite(value);
}

/** Bars for a WiFi signal, 0 to 4; the thresholds are those common in phones. */
export function signal_bars(dbm) {
  return [-85, -75, -65, -55].filter((least) => dbm >= least).length;
}

/** @param {(key: string, values?: object) => string} t */
export function make_format(language, t) {
  const locale = kLocales[language] ?? 'en-GB';
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  });
  const day = new Intl.DateTimeFormat(locale, { month: 'short', day: 'numeric' });
  const full = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always', style: 'narrow' });
  const unknown = () => t('value.unknown');

  const bytes = (n) => {
    if (!known(n)) return unknown();
    const [key, size] = kLarge.find(([, least]) => n >= least) ?? ['unit.bytes', 1];
    const value = n / size;
    return t(key, { n: (size > 1 && value < 100 ? tenth : whole).format(value) });
  };
  const parts = (seconds) => {
    const units = [['unit.days', 86400], ['unit.hours', 3600], ['unit.minutes', 60], ['unit.seconds', 1]];
    let rest = Math.max(0, Math.floor(seconds));
    return units.map(([key, size]) => {
      const n = Math.floor(rest / size);
      rest -= n * size;
      return [key, n];
    });
  };

  return {
    number: (n) => (known(n) ? whole.format(n) : unknown()),
    fps: (n) => (known(n) ? t('unit.fps', { n: tenth.format(n) }) : unknown()),
    bytes,
    rate: (n) => (known(n) ? t('unit.per_second', { n: bytes(n) }) : unknown()),
    dbm: (n) => (known(n) ? t('unit.dbm', { n: whole.format(n) }) : unknown()),
    degrees: (n) => (known(n) ? t('unit.degrees', { n: whole.format(n) }) : unknown()),
    percent: (n) => (known(n) ? t('unit.percent', { n: whole.format(n) }) : unknown()),
    /** From a command to its answer. */
    trip: (ms) => (!known(ms) ? unknown() : ms < 1000 ? t('unit.milliseconds', { n: whole.format(ms) })
      : t('unit.seconds', { n: tenth.format(ms / 1000) })),
    pixels: (width, height) => (known(width) && known(height) && width > 0
      ? t('unit.pixels', { width: plain(width), height: plain(height) }) : unknown()),

    /** A length of time in its two largest units: `2 d 3 h`, `4 min 10 s`, `7 s`. */
    duration(seconds) {
      if (!known(seconds)) return unknown();
      const all = parts(seconds);
      const first = all.findIndex(([, n]) => n > 0);
      if (first < 0 || first === all.length - 1) return t('unit.seconds', { n: whole.format(all.at(-1)[1]) });
      const [large, small] = all.slice(first, first + 2).map(([key, n]) => t(key, { n: whole.format(n) }));
      return all[first + 1][1] > 0 ? t('unit.and', { large, small }) : large;
    },

    /** A length of time in its largest unit: `2 d`, `4 min`, `7 s`. */
    about(seconds) {
      if (!known(seconds)) return unknown();
      const all = parts(seconds);
      const [key, n] = all.find(([, count]) => count > 0) ?? all.at(-1);
      return t(key, { n: whole.format(n) });
    },

    /** How long before `now`; both in milliseconds since 1970. A moment ahead of us is a clock that differs: now. */
    ago(then, now) {
      if (!known(then)) return t('board.never');
      const seconds = Math.floor((now - then) / 1000);
      if (seconds < 3) return t('board.just_now');
      if (seconds < 60) return relative.format(-seconds, 'second');
      if (seconds < 3600) return relative.format(-Math.floor(seconds / 60), 'minute');
      if (seconds < 86400) return relative.format(-Math.floor(seconds / 3600), 'hour');
      return relative.format(-Math.floor(seconds / 86400), 'day');
    },

    /** Time of day, with the date when it is not the day of `now`. */
    time(then, now = Date.now()) {
      if (!known(then)) return unknown();
      const same_day = new Date(then).toDateString() === new Date(now).toDateString();
      return same_day ? clock.format(then) : `${day.format(then)} ${clock.format(then)}`;
    },

    moment: (then) => (known(then) ? full.format(then) : unknown()),
  };

  /** Digits of the language without grouping: a picture is 1600 wide, not 1,600. */
  function plain(n) {
    return new Intl.NumberFormat(locale, { useGrouping: false }).format(n);
  }
}
