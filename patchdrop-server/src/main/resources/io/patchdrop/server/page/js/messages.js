// The one place where the page says that something went wrong, or that it waits.

import { listeners } from './api.js';
import { byId, setText } from './dom.js';

let retry = null;

/** Shows a failure as one line; what was stopped on purpose is none. */
export function showProblem(failure, again = null) {
  if (failure.name === 'AbortError') {
    return;
  }
  if (failure.name !== 'Problem') {
    console.error(failure);
  }
  if (failure.status === 401) {
    return;
  }
  retry = again;
  byId('problem-retry').hidden = again === null;
  byId('problem-text').textContent = failure.message;
  byId('problem').hidden = false;
}

export function clearProblem() {
  byId('problem').hidden = true;
  byId('problem-text').textContent = '';
}

export function notice(text) {
  setText(byId('notice'), text);
}

export function setUpMessages() {
  byId('problem-close').addEventListener('click', clearProblem);
  byId('problem-retry').addEventListener('click', () => {
    clearProblem();
    retry?.();
  });
  listeners.waiting = (seconds) =>
    notice(seconds === 0 ? '' : `The server is busy: asking again in ${seconds}\u00a0s.`);
}
