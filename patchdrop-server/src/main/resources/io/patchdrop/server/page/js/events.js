// Server-sent events by fetch, which unlike EventSource can send a token.

import { request, sleep } from './api.js';
import { notice } from './messages.js';

const FIRST_PAUSE_MILLISECONDS = 500;
const LONGEST_PAUSE_MILLISECONDS = 15_000;

/**
 * Splits a stream's text into events.
 *
 * @param {function({event: string, data: string, id: string|null})} take told each
 * @returns {function(string)} takes pieces of text as they come
 */
export function eventParser(take) {
  let rest = '';
  let current = { event: 'message', data: [], id: null };
  const line = (text) => {
    if (text === '') {
      if (current.data.length > 0) {
        take({ ...current, data: current.data.join('\n') });
      }
      current = { event: 'message', data: [], id: null };
      return;
    }
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(text);
    if (name === 'data') {
      current.data.push(value);
    } else if (name === 'event' || name === 'id') {
      current[name] = value;
    }
  };
  return (piece) => {
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    lines.forEach(line);
  };
}

/**
 * Follows events until they are over, across connections that break.
 *
 * @param {string} path
 * @param {function(string, Object): boolean} take told name and content of each event; true: it was the last
 * @param {AbortSignal} signal
 */
export async function follow(path, take, signal) {
  let last = null;
  let pause = FIRST_PAUSE_MILLISECONDS;
  for (let over = false; !over; ) {
    try {
      const response = await request(path, {
        headers: { Accept: 'text/event-stream', ...(last === null ? {} : { 'Last-Event-ID': last }) },
        signal,
      });
      const parse = eventParser(({ event, data, id }) => {
        last = id ?? last;
        pause = FIRST_PAUSE_MILLISECONDS;
        notice('');
        over = take(event, JSON.parse(data)) || over;
      });
      if (response.status === 204) {
        break; // All was said before.
      }
      await readAll(response.body.getReader(), parse);
    } catch (failure) {
      if (failure.name === 'AbortError' || (failure.name === 'Problem' && failure.status !== 0 && failure.status < 500)) {
        throw failure;
      }
      notice('The connection broke off: it is taken up again.');
    }
    if (!over) {
      await sleep(pause, signal);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS);
    }
  }
  notice('');
}

async function readAll(reader, parse) {
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) {
      return;
    }
    parse(decoder.decode(value, { stream: true }));
  }
}
