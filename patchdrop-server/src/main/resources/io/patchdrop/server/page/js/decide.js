// How many patches are bought, from what the server said an image's answers are after each patch. Pure functions.

import { percent } from './format.js';

/**
 * @typedef {Object} Decision
 * @property {number[]} patches that are bought, the first one first
 * @property {Object} answer class, confidence and probabilities from them
 * @property {boolean} inOrder whether answers[k] is the answer after the first k of them
 */

/**
 * The patches that are bought of one image.
 *
 * @param {{by: string, patches: number, tau: number, most: number, price: number}} choice by: "rule", "patches",
 *     "confidence" or "money"; most: what may be spent; price: of one patch
 * @param {Object} image what /anytime says
 * @param {Object} model
 * @returns {Decision}
 */
export function decide(choice, image, model) {
  if (choice.by === 'rule') {
    const { patches } = image.decision;
    return {
      patches,
      answer: image.decision,
      inOrder: patches.every((patch, place) => image.order[place] === patch),
    };
  }
  const bought = numberOfPatches(choice, image, model);
  return { patches: image.order.slice(0, bought), answer: image.answers[bought], inOrder: true };
}

function numberOfPatches(choice, image, model) {
  switch (choice.by) {
    case 'patches':
      return Math.min(choice.patches, model.patches);
    case 'confidence':
      return firstSureStep(choice.tau, image, model);
    case 'money':
      return affordable(choice.most, choice.price, model.patches);
    default:
      throw new Error('unknown choice ' + choice.by);
  }
}

/** A confidence is looked at after certain numbers of patches only: the model's steps. */
export function firstSureStep(tau, image, model) {
  const steps = stepsOf(model);
  return steps.find((step) => image.answers[step].confidence >= tau) ?? steps[steps.length - 1];
}

export function stepsOf(model) {
  return model.steps?.length > 0 ? model.steps : Array.from({ length: model.patches + 1 }, (_, step) => step);
}

/** Rounding must not cost a patch: 0.3 buys three patches of 0.1. */
export function affordable(most, price, patches) {
  return price > 0 ? Math.min(patches, Math.floor(most / price + 1e-9)) : patches;
}

/**
 * What calibration measured of a choice, over many images.
 *
 * @returns {{accuracy: number, patches: number}|null} percent right and mean patches; null if it was not measured
 */
export function expected(choice, model) {
  switch (choice.by) {
    case 'rule':
      return ofRule(model.decision, model);
    case 'patches':
      return ofPatches(Math.min(choice.patches, model.patches), model);
    case 'confidence':
      return ofConfidence(choice.tau, model);
    case 'money':
      return ofPatches(affordable(choice.most, choice.price, model.patches), model);
    default:
      return null;
  }
}

function ofRule(decision, model) {
  switch (decision.rule) {
    case 'confidence':
      return ofConfidence(decision.tau, model);
    case 'patches':
      return ofPatches(decision.patches, model);
    default:
      return null;
  }
}

/** Between two measured numbers of patches the lower one's accuracy is the careful word. */
function ofPatches(patches, model) {
  const below = (model.accuracy_by_patches ?? []).filter((row) => row.patches <= patches);
  return below.length === 0 ? null : { accuracy: below[below.length - 1].accuracy, patches };
}

function ofConfidence(tau, model) {
  const below = (model.budgets ?? []).filter((row) => row.tau <= tau + 1e-9);
  return below.length === 0 ? null : below[below.length - 1];
}

/**
 * What the bundle itself does, as {rule, tau} or {rule, patches}: a bundle's manifest, and so the server, may say it as kind and
 * value.
 */
export function ruleOf({ rule, kind, value, tau, patches }) {
  switch (rule ?? kind) {
    case 'confidence':
      return { rule: 'confidence', tau: tau ?? value };
    case 'patches':
      return { rule: 'patches', patches: patches ?? value };
    default:
      return { rule: 'policy' };
  }
}

/** The same as words. */
export function ruleText(decision) {
  switch (decision.rule) {
    case 'confidence':
      return `buys until it is ${percent(decision.tau)} sure`;
    case 'patches':
      return `buys ${decision.patches} patches of every image`;
    default:
      return 'buys the patches that its policy finds more likely than not';
  }
}

/**
 * The classes that are worth showing: the most probable ones before and after, in an order that stays while sliders move.
 *
 * @returns {string[]} at most so many
 */
export function mainClasses(image, most) {
  const before = image.answers[0].probabilities;
  const after = image.answers[image.answers.length - 1].probabilities;
  return Object.keys(after)
    .sort((a, b) => Math.max(after[b], before[b]) - Math.max(after[a], before[a]))
    .slice(0, most);
}
