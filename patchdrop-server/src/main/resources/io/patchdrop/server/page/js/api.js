// Every request of the page: with the token, patient with a busy server, and with one line of text where it fails.

const TOKEN = 'patchdrop-token';
const MOST_TRIES = 8;
const LONGEST_WAIT_SECONDS = 60;
const LARGE_BODY = 1 << 20;

/** What went wrong, as one line. */
export class Problem extends Error {
  /**
   * @param {number} status of HTTP; 0 if there was no answer
   * @param {string} code as the server's problems have it, or "unreachable"
   * @param {string} detail one line
   */
  constructor(status, code, detail) {
    super(detail);
    this.name = 'Problem';
    this.status = status;
    this.code = code;
  }
}

/** Who is told what requests meet: set by the page. */
export const listeners = {
  /** @param {number} seconds the server asked to wait; 0 once it goes on */
  waiting(seconds) {},
  /** @param {boolean} refused whether there was a token, and the server did not take it */
  unauthorized(refused) {},
};

export function setToken(token) {
  if (token === '') {
    sessionStorage.removeItem(TOKEN);
  } else {
    sessionStorage.setItem(TOKEN, token);
  }
}

/** Headers that go with every request, also those of the deep-zoom viewer. */
export function authorization() {
  const token = sessionStorage.getItem(TOKEN);
  return token === null ? {} : { Authorization: 'Bearer ' + token };
}

/**
 * A request.
 *
 * @returns {Promise<Response>} one that succeeded
 * @throws {Problem} else; an abort stays an AbortError
 */
export async function request(path, options = {}) {
  for (let tries = 1; ; tries++) {
    const response = await send(path, options);
    if (response.ok) {
      return response;
    }
    if (response.status === 429 && tries < MOST_TRIES) {
      await wait(secondsToWait(response), options.signal);
      continue;
    }
    const problem = await problemOf(response);
    if (response.status === 401) {
      listeners.unauthorized('Authorization' in authorization());
    }
    throw problem;
  }
}

async function send(path, options) {
  try {
    return await fetch(path, {
      ...options,
      headers: { Accept: 'application/json, */*;q=0.5', ...options.headers, ...authorization() },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw await unreachable(options.body);
  }
}

/** A server that refuses a large body may hang up before all of it is sent; the browser then only says "failed". */
async function unreachable(body) {
  if (body instanceof Blob && body.size > LARGE_BODY) {
    try {
      if ((await fetch('/health/live', { cache: 'no-store' })).ok) {
        return new Problem(413, 'too_large', 'The server broke off the upload (the file is larger than it takes)');
      }
    } catch {
      // It is gone indeed.
    }
  }
  return new Problem(0, 'unreachable', 'The server cannot be reached (is it still running?)');
}

async function problemOf(response) {
  let fields = {};
  try {
    fields = await response.json();
  } catch {
    // Not one of the server's own problems: a proxy's page, or nothing.
  }
  const detail = typeof fields.detail === 'string' ? fields.detail : 'The server answered ' + response.status;
  return new Problem(response.status, typeof fields.code === 'string' ? fields.code : 'failed', detail);
}

function secondsToWait(response) {
  const text = response.headers.get('Retry-After') ?? '1';
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return Math.min(Math.max(Number.isFinite(seconds) ? seconds : 1, 1), LONGEST_WAIT_SECONDS);
}

async function wait(seconds, signal) {
  listeners.waiting(Math.ceil(seconds));
  try {
    await sleep(1000 * seconds, signal);
  } finally {
    listeners.waiting(0);
  }
}

/** Waits; an abort ends it with an AbortError. */
export function sleep(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const aborted = () => {
      clearTimeout(timer);
      reject(new DOMException('stopped', 'AbortError'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', aborted);
      resolve();
    }, milliseconds);
    if (signal?.aborted) {
      aborted();
    } else {
      signal?.addEventListener('abort', aborted, { once: true });
    }
  });
}

export async function json(path, options) {
  return (await request(path, options)).json();
}

export async function blob(path, options) {
  return (await request(path, options)).blob();
}

/** Sends an object as JSON. */
export function post(path, body, options = {}) {
  return json(path, {
    ...options,
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** The path of a model's route. */
export function modelPath(model, route) {
  return '/models/' + encodeURIComponent(model.name) + '/' + route;
}
