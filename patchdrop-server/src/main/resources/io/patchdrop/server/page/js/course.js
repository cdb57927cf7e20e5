// How sure the answer is after each patch, as a chart of columns.

import { element } from './dom.js';
import { percent } from './format.js';

const MOST_LABELS = 17;

/**
 * Draws the chart.
 *
 * @param {HTMLElement} chart
 * @param {{confidence: number, class: string}[]} answers after 0, 1, ... patches
 * @param {number} bought where the decision stopped
 * @param {number|null} tau the confidence that was asked for
 */
export function showCourse(chart, answers, bought, tau) {
  const last = answers.length - 1;
  chart.setAttribute('aria-label', `Confidence: ${percent(answers[0].confidence)} from the look, `
    + `${percent(answers[bought].confidence)} after ${bought}, ${percent(answers[last].confidence)} after all ${last}.`);
  const every = Math.ceil(answers.length / MOST_LABELS);
  chart.replaceChildren(
    ...answers.map((answer, number) => column(answer, number, bought, number % every === 0)),
    ...[1, 0.5, 0].map(scale));
  if (tau !== null) {
    const line = element('span.threshold');
    line.style.bottom = height(tau);
    chart.append(line);
  }
}

function column(answer, number, bought, labelled) {
  const bar = element('i');
  bar.style.height = (100 * answer.confidence).toFixed(1) + '%';
  const made = element('span.step', { title: `${number}: ${answer.class}, ${percent(answer.confidence)}` }, bar,
    labelled || number === bought ? element('b', {}, number) : null);
  made.classList.toggle('taken', number <= bought);
  made.classList.toggle('last', number === bought);
  return made;
}

function scale(share) {
  const made = element('span.scale', {}, Math.round(100 * share));
  made.style.bottom = height(share);
  made.style.transform = 'translateY(50%)';
  return made;
}

/** Columns stand on a foot of 1.25rem, where their numbers are. */
function height(share) {
  return `calc(1.25rem + ${share.toFixed(4)} * (100% - 1.25rem))`;
}
