// Chips as a table, a page at a time: what the viewer shows in colours.

import { byId, element } from './dom.js';
import { bytes, count, money, percent } from './format.js';

const ROWS = 50;
const HEADS = ['Chip', 'Window', 'Class', 'Confidence', 'Outcome', 'Patches', 'Bytes', 'Price'];

export class ChipTable {
  #chips = [];
  #page = 0;

  /** @param {function(Object)} choose told a chip to show in the viewer */
  constructor(choose) {
    this.choose = choose;
  }

  show(chips) {
    this.#chips = chips;
    this.#page = Math.min(this.#page, Math.max(0, Math.ceil(chips.length / ROWS) - 1));
    byId('chips-section').hidden = chips.length === 0;
    this.#draw();
  }

  #draw() {
    const first = this.#page * ROWS;
    byId('chip-values').replaceChildren(
      element('thead', {}, element('tr', {}, ...HEADS.map((head) => element('th', { scope: 'col' }, head)))),
      element('tbody', {}, ...this.#chips.slice(first, first + ROWS).map((chip) => this.#row(chip))));
    const last = Math.min(first + ROWS, this.#chips.length);
    byId('chip-pager').replaceChildren(
      this.#turn('Earlier', -1, first === 0),
      element('span', {}, `${count(first + 1)} to ${count(last)} of ${count(this.#chips.length)}`),
      this.#turn('Later', 1, last === this.#chips.length));
    byId('chip-pager').hidden = this.#chips.length <= ROWS;
  }

  #row(chip) {
    return element('tr', {},
      element('th', { scope: 'row' }, element('button.quiet', {
        type: 'button', 'aria-label': `Show chip ${chip.chip}`, onclick: () => this.choose(chip) }, chip.chip)),
      element('td', {}, chip.window.join(', ')),
      element('td', {}, chip.class ?? '–'),
      element('td', {}, percent(chip.confidence)),
      element('td', {}, chip.outcome ?? 'quoted'),
      element('td', {}, chip.patches.length),
      element('td', {}, bytes(chip.bytes)),
      element('td', {}, money(chip.price)));
  }

  #turn(text, by, disabled) {
    return element('button', {
      type: 'button',
      disabled,
      onclick: () => {
        this.#page += by;
        this.#draw();
      },
    }, text);
  }
}
