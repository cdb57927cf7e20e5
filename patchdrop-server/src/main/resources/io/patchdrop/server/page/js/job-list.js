// The list of jobs.

import { json, request } from './api.js';
import { byId, element } from './dom.js';
import { bytes, count, money } from './format.js';
import { showProblem } from './messages.js';

const POLL_MILLISECONDS = 4000;
const ENDED = new Set(['done', 'failed', 'stopped']);

export function hasEnded(job) {
  return ENDED.has(job.state);
}

export function jobPath(job, route = '') {
  return '/jobs/' + encodeURIComponent(job.id) + route;
}

/** What was ordered, short: the last part of the source's name. */
export function sourceName(job) {
  const source = String(job.request?.source ?? '');
  return source.split(/[?#]/)[0].split('/').pop() || source;
}

export class JobList {
  #jobs = [];
  #open = null;
  #timer = null;

  /** @param {{open: function(Object), removed: function(string)}} listener */
  constructor(listener) {
    this.listener = listener;
  }

  async load() {
    clearTimeout(this.#timer);
    this.#jobs = (await json('/jobs')).jobs;
    this.#show();
    if (this.#jobs.some((job) => !hasEnded(job) && job.id !== this.#open)) {
      this.#timer = setTimeout(() => this.load().catch(() => {}), POLL_MILLISECONDS);
    }
  }

  /** Takes in news of one job. */
  update(job) {
    const place = this.#jobs.findIndex(({ id }) => id === job.id);
    if (place < 0) {
      this.#jobs.unshift(job);
    } else {
      this.#jobs[place] = job;
    }
    this.#show();
  }

  mark(id) {
    this.#open = id;
    this.#show();
  }

  #show() {
    byId('jobs-empty').hidden = this.#jobs.length > 0;
    byId('jobs-scroll').hidden = this.#jobs.length === 0;
    const focused = document.activeElement?.dataset?.key;
    byId('jobs').replaceChildren(
      element('thead', {}, element('tr', {}, ...['Scene', 'Model', 'State', 'Chips', 'Bytes', 'Price', 'Begun'].map((head, place) =>
        element(place < 3 ? 'th.left' : 'th', { scope: 'col' }, head)), element('td'))),
      element('tbody', {}, ...this.#jobs.map((job) => this.#row(job))));
    if (focused !== undefined) {
      byId('jobs').querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #row(job) {
    const name = sourceName(job);
    const ended = hasEnded(job);
    return element(job.id === this.#open ? 'tr.open' : 'tr', {},
      element('th', { scope: 'row' }, name),
      element('td.left', {}, job.model),
      element('td.left', {}, element('span.state.' + (/^[a-z]+$/.test(job.state) ? job.state : 'unknown'),
        { title: job.error ?? '' }, job.state)),
      element('td', {}, job.chips === null ? '–' : `${count(ended ? job.chips : job.zoomed)}${ended ? '' : ' of ' + count(job.chips)}`),
      element('td', {}, bytes(job.bytes)),
      element('td', {}, money(job.price)),
      element('td', {}, begun(job.created)),
      element('td.actions', {},
        this.#button(job, 'Open', name, () => this.listener.open(job)),
        ended ? this.#button(job, 'Delete', name, () => this.#remove(job)) : this.#button(job, 'Stop', name, () => this.stop(job))));
  }

  #button(job, text, name, act) {
    return element('button.quiet', {
      type: 'button', 'data-key': `${text} ${job.id}`, 'aria-label': `${text} ${name}, ${begun(job.created)}`, onclick: act }, text);
  }

  async stop(job) {
    try {
      await request(jobPath(job), { method: 'DELETE' });
      await this.load();
    } catch (failure) {
      showProblem(failure);
    }
  }

  async #remove(job) {
    if (!window.confirm(`Delete the job of ${sourceName(job)} and what it bought?`)) {
      return;
    }
    try {
      await request(jobPath(job), { method: 'DELETE' });
      this.listener.removed(job.id);
      await this.load();
    } catch (failure) {
      showProblem(failure);
    }
  }
}

function begun(text) {
  return new Date(text).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}
