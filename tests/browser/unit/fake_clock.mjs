// A clock that stands still until a test moves it, in the shape that the page's modules take theirs.

export function make_clock() {
  let now = 0;
  let next = 1;
  const timers = new Map();
  return {
    timers,
    env: {
      now: () => now,
      set_timer(f, ms) {
        timers.set(next, { f, at: now + ms });
        return next++;
      },
      clear_timer: (id) => timers.delete(id),
    },
    /** Runs what falls due on the way, in its order. */
    advance(ms) {
      const end = now + ms;
      for (;;) {
        const due = [...timers].filter(([, t]) => t.at <= end).sort((a, b) => a[1].at - b[1].at || a[0] - b[0])[0];
        if (!due) break;
        timers.delete(due[0]);
        now = Math.max(now, due[1].at);
        due[1].f();
      }
      now = end;
    },
  };
}
