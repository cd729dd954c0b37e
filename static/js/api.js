// The daemon over HTTP, for what the socket does not do.

/** `status` is 0 when there was no answer at all. `message` is the daemon's own, or the browser's. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
  }
}

const unauthorized = new Set();

/** `f()` at every answer that says that the daemon does not know us (401). */
export function on_unauthorized(f) {
  unauthorized.add(f);
}

/**
 * @returns {Promise<object|null>} the JSON of the answer, null when it has none
 * @throws {ApiError}
 */
export async function request(method, path, body) {
  const wanted = { method, headers: { accept: 'application/json' } };
  if (body !== undefined) {
    wanted.body = JSON.stringify(body);
    wanted.headers['content-type'] = 'application/json';
  }
  let answer;
  try {
    answer = await fetch(path, wanted);
  } catch (error) {
    throw new ApiError(0, error.message);
  }
  const json = await answer.json().catch(() => null);
  if (answer.status === 401) for (const f of unauthorized) f();
  if (!answer.ok) throw new ApiError(answer.status, json?.detail || json?.title || `${answer.status} ${answer.statusText}`);
  return json;
}
