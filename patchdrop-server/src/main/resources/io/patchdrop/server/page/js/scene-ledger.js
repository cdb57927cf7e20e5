// What a scene took, or would take, against reading everything; and how far a job is.

import { jobPath, hasEnded, sourceName } from './job-list.js';
import { byId, element, setText } from './dom.js';
import { bytes, count, counted, duration, money } from './format.js';
import { showLedger } from './ledger.js';
import { showProblem } from './messages.js';

const RESULTS = [
  ['Result, JSON', '/result', 'json'],
  ['Chips, GeoJSON', '/chips.geojson', 'geojson'],
  ['Patches, GeoJSON', '/patches.geojson', 'geojson'],
  ['Picture, PNG', '/overlay.png', 'png'],
];

export function clearLedger() {
  byId('scene-ledger').hidden = true;
  byId('scene-ledger-empty').hidden = false;
  setText(byId('scene-ledger-note'), '');
  byId('result-links').replaceChildren();
}

function show(title, rows, note, final = true) {
  byId('scene-ledger').hidden = false;
  byId('scene-ledger-empty').hidden = true;
  setText(byId('scene-ledger-this'), title);
  showLedger(byId('scene-ledger'), rows, final);
  setText(byId('scene-ledger-note'), note);
}

function patchesRow(chips, all, model) {
  return {
    name: 'Patches', taken: chips.reduce((sum, { patches }) => sum + patches.length, 0), all: all * model.patches, text: count };
}

/** Where nothing has a price, there is nothing to tell of money. */
function moneyRow(taken, all) {
  const priced = all === null || all > 0;
  return { name: 'Money', taken: priced ? taken : null, all: priced ? all : null, text: money };
}

/** What a quote says. */
export function showQuoteLedger({ chips, total }, model) {
  const certain = total.certain ? 'A zoom buys exactly this' : 'A zoom buys at most this';
  const expected = total.expected_accuracy === null ? ''
    : ` Expected: ${(100 * total.expected_accuracy).toFixed(1)}\u00a0% right with ${total.expected_patches.toFixed(1)} patches a chip.`;
  show('Quoted', [
    patchesRow(chips, chips.length, model),
    { name: 'Bytes', taken: total.bytes, all: total.full_bytes, text: bytes },
    moneyRow(total.price, total.full_price),
    { name: 'Requests', taken: total.requests, all: null, text: count },
  ], `${certain}${total.exact ? '' : ', as far as bytes can be known'}: ${counted(chips.length, 'chip', 'chips')}, `
    + `${bytes(total.look_bytes)} for the looks.${expected}`);
}

/**
 * What a job has taken so far, or in the end.
 *
 * @param {Object|null} result its document once it is done
 */
export function showJobLedger(job, chips, model, result) {
  if (job.chips === null && job.bytes === 0) {
    byId('scene-ledger').hidden = true;
    return;
  }
  const looks = result === null ? '' : ` ${bytes(result.total.look_bytes)} of it for the looks.`;
  const time = job.started === null || job.finished === null ? null : Date.parse(job.finished) - Date.parse(job.started);
  show(hasEnded(job) ? 'Taken' : 'So far', [
    patchesRow(chips, job.chips ?? 0, model),
    { name: 'Bytes', taken: job.bytes, all: job.full_bytes, text: bytes },
    moneyRow(job.price, job.full_price),
    { name: 'Requests', taken: job.requests, all: null, text: count },
    ...(time === null ? [] : [{ name: 'Time', taken: time, all: null, text: duration }]),
  ], `${counted(job.chips ?? 0, 'chip', 'chips')}.${looks}`, hasEnded(job));
}

/** How far a job is; null: there is none. */
export function showProgress(job) {
  const line = byId('progress-line');
  line.hidden = job === null || job.state === 'done';
  if (line.hidden) {
    return;
  }
  const bar = byId('progress');
  bar.hidden = hasEnded(job);
  if (job.chips === null) {
    bar.removeAttribute('value');
  } else {
    bar.max = 2 * job.chips;
    bar.value = job.looked + job.zoomed;
  }
  setText(byId('progress-text'), progressText(job));
  byId('stop').hidden = hasEnded(job);
}

function progressText(job) {
  switch (job.state) {
    case 'waiting':
      return 'Waiting for its turn';
    case 'looking':
      return job.chips === null ? 'Looking' : `Looking: ${count(job.looked)} of ${counted(job.chips, 'chip', 'chips')}`;
    case 'zooming':
      return `Zooming: ${count(job.zoomed)} of ${counted(job.chips, 'chip', 'chips')}, ${bytes(job.bytes)}`;
    case 'stopped':
      return `Stopped after ${count(job.zoomed)} of ${counted(job.chips ?? 0, 'chip', 'chips')}`;
    case 'failed':
      return 'Failed: ' + (job.error ?? 'no reason was given');
    default:
      return job.state;
  }
}

/**
 * Files of a result. They are fetched, since a plain link cannot send a token.
 *
 * @param {function(string): Promise<Blob>} fetchFile
 */
export function showLinks(job, fetchFile) {
  byId('result-links').replaceChildren(...RESULTS.map(([text, route, ending]) =>
    element('li', {}, element('button.quiet', {
      type: 'button',
      onclick: async () => {
        try {
          save(await fetchFile(jobPath(job, route)), `${sourceName(job)}${route.replace('/', '-').replace(/\.[a-z]+$/, '')}.${ending}`);
        } catch (failure) {
          showProblem(failure);
        }
      },
    }, text))));
}

function save(file, name) {
  const link = element('a', { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
