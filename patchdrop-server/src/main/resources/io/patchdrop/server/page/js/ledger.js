// What was taken against reading everything, as rows of a table.

import { element } from './dom.js';
import { saved } from './format.js';

/**
 * @param {HTMLTableElement} table
 * @param {{name: string, taken: number|null, all: number|null, text: function(number): string}[]} rows null: not known
 * @param {boolean} final whether no more will be taken: before, nothing is saved
 */
export function showLedger(table, rows, final = true) {
  table.tBodies[0].replaceChildren(...rows.map(({ name, taken, all, text }) =>
    element('tr', {},
      element('th', { scope: 'row' }, name),
      element('td', {}, taken === null ? '–' : text(taken)),
      element('td', {}, all === null ? '–' : text(all)),
      savedCell(taken, final ? all : null))));
}

function savedCell(taken, all) {
  if (taken === null || all === null || all <= 0) {
    return element('td', {}, '–');
  }
  const kind = taken < all ? 'less' : taken > all ? 'more' : 'same';
  return element('td.saved.' + kind, {}, saved(taken, all));
}
