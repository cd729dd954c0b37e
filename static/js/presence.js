// Whether somebody can see this page: `visible`, `hidden` (another tab in front) or `gone` (left, maybe for the
// back/forward cache).

const listeners = new Set();
let gone = false;
let last = null;

export function presence() {
  if (gone) return 'gone';
  return document.visibilityState === 'visible' ? 'visible' : 'hidden';
}

/** `changed(presence)` is called on every change. @returns a function that ends it */
export function on_presence(changed) {
  listeners.add(changed);
  return () => listeners.delete(changed);
}

function look() {
  const now = presence();
  if (now === last) return;
  last = now;
  for (const changed of listeners) changed(now);
}

last = presence();
document.addEventListener('visibilitychange', look);
// A page with an open WebSocket is kept out of the back/forward cache by Chrome before 149 and by Firefox
// (whatwg/html issue 12085): let go in pagehide, and take everything again when the page is brought back.
addEventListener('pagehide', () => {
  gone = true;
  look();
});
addEventListener('pageshow', () => {
  gone = false;
  look();
});
