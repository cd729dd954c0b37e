// The page's last resort: an error that nobody handled is shown to the user, unless a browser extension raised it.
// Loaded by its own script tag before main.js, so that it also hears of a module that fails to load or to start.

import { is_extension_noise } from './noise.js';
import { show_error } from './panels/notices.js';

addEventListener('error', (event) => {
  const stack = event.error?.stack ?? '';
  if (is_extension_noise({ message: event.message, source: event.filename, stack })) {
    event.preventDefault(); // keeps it out of the console as well
    return;
  }
  const place = event.filename ? `${event.filename}:${event.lineno}:${event.colno}` : '';
  show_error('notice.error', event.message || String(event.error ?? ''), place);
});

addEventListener('unhandledrejection', (event) => {
  const { reason } = event;
  const message = reason instanceof Error ? reason.message : String(reason);
  const stack = reason instanceof Error ? reason.stack ?? '' : '';
  if (is_extension_noise({ message, stack })) {
    event.preventDefault();
    return;
  }
  show_error('notice.error', reason instanceof Error ? `${reason.name}: ${message}` : message);
});
