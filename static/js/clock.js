// One timer for everything on the page that changes with time alone ("12s ago", "reconnecting in 3 s").

const listeners = new Set();
let timer = null;

function tick() {
  timer = setTimeout(tick, 1000);
  for (const f of [...listeners]) f();
}

/** `f()` is called once a second. @returns a function that ends it */
export function every_second(f) {
  listeners.add(f);
  timer ??= setTimeout(tick, 1000);
  return () => listeners.delete(f);
}
