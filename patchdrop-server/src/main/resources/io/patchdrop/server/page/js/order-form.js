// What is ordered of a scene: the form's fields as the body of a quote or a zoom.

import { Problem } from './api.js';
import { ruleText } from './decide.js';
import { byId, element, setText } from './dom.js';
import { counted, percent } from './format.js';

const BYTES_OF_MEGABYTE = 1e6;
const PRICES = new Map([['price-gigabyte', 'per_gigabyte'], ['price-request', 'per_request'], ['price-patch', 'per_patch'],
  ['price-area', 'per_square_kilometre']]);

/** Fits the form to a model. */
export function fitToModel(model) {
  setText(byId('scene-rule-text'), 'The bundle ' + ruleText(model.decision) + '.');
  byId('scene-budget').max = model.patches;
  byId('scene-budget').value = Math.min(3, model.patches);
  byId('scene-tau').value = model.decision.tau ?? 0.9;
  byId('chip').placeholder = model.image_size;
  const guarantees = model.guarantees ?? [];
  byId('risk-choice').hidden = guarantees.length === 0;
  byId('scene-risk').replaceChildren(...guarantees.map(({ risk, accuracy, patches }) =>
    element('option', { value: risk }, `${percent(risk)} (${accuracy.toFixed(1)}\u00a0% right, ${patches.toFixed(1)} patches)`)));
  if (guarantees.length === 0 && chosen() === 'max_risk') {
    document.querySelector('input[name=scene-by][value=rule]').checked = true;
  }
  showChoice(model);
}

/** Areas have a price only where the image says where it lies. */
export function fitToSource(info) {
  byId('price-area').disabled = info.bounds === null;
}

export function showChoice(model) {
  for (const panel of document.querySelectorAll('[data-scene-by]')) {
    panel.hidden = panel.dataset.sceneBy !== chosen();
  }
  slide('scene-budget', counted(byId('scene-budget').valueAsNumber, 'patch', 'patches') + ` of ${model.patches}`);
  slide('scene-tau', percent(byId('scene-tau').valueAsNumber));
}

function slide(id, text) {
  setText(byId(id + '-text'), text);
  byId(id).setAttribute('aria-valuetext', text);
}

function chosen() {
  return document.querySelector('input[name=scene-by]:checked').value;
}

/**
 * The order.
 *
 * @param {string|null} source
 * @throws {Problem} if a field says something that cannot be
 */
export function orderOf(source) {
  if (source === null) {
    throw new Problem(0, 'bad_request', 'There is no source yet (choose one)');
  }
  const order = { source };
  const by = chosen();
  if (by !== 'rule') {
    order[by] = Number(byId(by === 'max_risk' ? 'scene-risk' : 'scene-' + by).value);
  }
  addNumber(order, 'chip', 'chip', 1);
  addNumber(order, 'max_bytes', 'max-bytes', BYTES_OF_MEGABYTE);
  addNumber(order, 'max_price', 'max-price', 1);
  const text = byId('window').value.trim();
  if (text !== '') {
    order.windows = [windowOf(text)];
  }
  const prices = {};
  for (const [id, name] of PRICES) {
    if (!byId(id).disabled) {
      addNumber(prices, name, id, 1);
    }
  }
  if (Object.keys(prices).length > 0) {
    order.prices = prices;
  }
  return order;
}

function addNumber(order, name, id, factor) {
  const field = byId(id);
  if (field.validity.badInput || !field.checkValidity()) {
    throw new Problem(0, 'bad_request', `${field.labels[0].textContent}: ${field.validationMessage}`);
  }
  if (field.value !== '') {
    order[name] = factor === 1 ? field.valueAsNumber : Math.round(field.valueAsNumber * factor);
  }
}

function windowOf(text) {
  const numbers = text.split(/[\s,;]+/).map(Number);
  if (numbers.length !== 4 || !numbers.every(Number.isInteger)) {
    throw new Problem(0, 'bad_request', `"${text}" is no window (give x, y, width and height in pixels, as 0, 0, 512, 512)`);
  }
  return numbers;
}
