// The answer: class, confidence, and the probabilities before and after.

import { mainClasses } from './decide.js';
import { byId, element, setText } from './dom.js';
import { counted, percent } from './format.js';

const MOST_CLASSES = 5;

/**
 * Shows an answer.
 *
 * @param image what /anytime says
 * @param answer class, confidence, probabilities
 * @param {number} bought how many patches it is from
 * @param {string|null} truth the class that is known to be right
 */
export function showAnswer(image, answer, bought, truth) {
  setText(byId('answer-class'), answer.class);
  setText(byId('answer-confidence'), percent(answer.confidence));
  const mark = byId('answer-truth');
  mark.hidden = truth === null;
  if (truth !== null) {
    const right = truth === answer.class;
    mark.className = 'truth ' + (right ? 'right' : 'wrong');
    setText(mark, right ? '✓ right' : '✗ wrong: it is ' + truth);
  }
  setText(byId('after-title'), 'With ' + bought);
  const before = image.answers[0].probabilities;
  byId('bars').tBodies[0].replaceChildren(
    ...mainClasses(image, MOST_CLASSES).map((name) =>
      element(name === answer.class ? 'tr.best' : 'tr', {},
        element('th', { scope: 'row', title: name }, name),
        element('td.pair', {}, bar('before', before[name]), bar('after', answer.probabilities[name])),
        element('td', {}, percent(before[name])),
        element('td', {}, percent(answer.probabilities[name])))));
}

function bar(kind, probability) {
  const made = element('span.bar.' + kind);
  made.style.width = (100 * probability).toFixed(2) + '%';
  return made;
}

/** Says the answer to screen readers; called once things are at rest. */
export function announce(answer, bought, patches, truth) {
  const right = truth === null ? '' : truth === answer.class ? ', which is right' : `; it is ${truth}`;
  setText(byId('answer-live'),
    `${answer.class}, ${percent(answer.confidence)} sure, from ${bought} of ${counted(patches, 'patch', 'patches')}${right}`);
}
