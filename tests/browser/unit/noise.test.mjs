import assert from 'node:assert/strict';
import { test } from 'node:test';
import { is_extension_noise } from '../../../static/js/noise.js';

const page = 'http://localhost:3000/js/main.js';

test('what extensions raise is noise', () => {
  for (const error of [
    { message: 'Unchecked runtime.lastError: The message port closed before a response was received.' },
    { message: 'Uncaught (in promise) Error: The message port closed before a response was received.' },
    { message: 'message port closed' },
    { message: 'Uncaught TypeError: x is null', source: 'chrome-extension://abcdef/inject.js' },
    { message: 'x is null', source: 'moz-extension://0-1-2/inject.js' },
    { message: 'x is null', stack: 'TypeError: x is null\n    at f (chrome-extension://abcdef/inject.js:1:2)\n    at g (http://localhost:3000/js/main.js:3:4)' },
    { message: 'x is null', stack: 'f@moz-extension://0-1-2/inject.js:1:2\n' },
  ]) assert.equal(is_extension_noise(error), true, JSON.stringify(error));
});

test('every other error is shown, however much it resembles noise', () => {
  for (const error of [
    { message: 'connection to port 51000 failed', source: page },
    { message: 'Error: message port closed on camera 1000', source: page },
    { message: 'The message port closed before a response was received, says front-door' },
    { message: 'no file chrome-extension://abcdef/inject.js', source: page },
    { message: 'Script error.' },
    { message: 'Rapid test', source: page },
    { message: 'x is null', source: page, stack: 'TypeError: x is null\n    at g (chrome-extension://abcdef/inject.js:1:2)' },
    { message: 'x is null', stack: 'TypeError: x is null\n    at g (http://localhost:3000/js/main.js:3:4)\n    at f (chrome-extension://abcdef/inject.js:1:2)' },
    { message: 'says\n    at f (chrome-extension://a/b.js:1:2)', stack: 'Error: says\n    at f (chrome-extension://a/b.js:1:2)\n    at g (http://localhost:3000/js/main.js:3:4)' },
    {},
  ]) assert.equal(is_extension_noise(error), false, JSON.stringify(error));
});
