// Which errors are the noise of browser extensions. Exactly those: an error that merely mentions a port, a close
// code or the word "extension" is ours, and people must see it.

/** What extensions raise in the pages they sit in (Chrome 73 and later), as whole sentences. */
const kNoise = new Set([
  'Unchecked runtime.lastError: The message port closed before a response was received',
  'The message port closed before a response was received',
  'message port closed',
]);

const kExtensionUrl = /^(chrome|moz)-extension:\/\//;

/** Chrome prefixes what it hands to window.onerror; neither prefix nor full stop belongs to the sentence. */
function bare(message) {
  return String(message ?? '')
    .trim()
    .replace(/^Uncaught (\(in promise\) )?/, '')
    .replace(/^Error: /, '')
    .replace(/\.$/, '');
}

/**
 * Where the error was thrown: the URL in the first line of its stack that names one.
 * V8 writes `at f (URL:1:2)` below a copy of the message, SpiderMonkey and JavaScriptCore `f@URL:1:2` with no copy.
 */
function thrown_at(stack, message) {
  let text = String(stack ?? '');
  const copy = message ? text.indexOf(message) : -1;
  if (copy >= 0 && !text.slice(0, copy).includes('\n')) text = text.slice(copy + message.length);
  for (const line of text.split('\n')) {
    const frame = /^\s*at (?:.*\()?(\S+?)\)?$/.exec(line) ?? /^[^@\s]*@(\S+)$/.exec(line);
    if (frame) return frame[1];
  }
  return '';
}

/**
 * @param {{message?: string, source?: string, stack?: string}} error as window.onerror or a rejection tells it
 * @returns {boolean} true when a browser extension raised it, not this page
 */
export function is_extension_noise({ message = '', source = '', stack = '' } = {}) {
  if (kNoise.has(bare(message))) return true;
  return kExtensionUrl.test(source || thrown_at(stack, String(message)));
}
