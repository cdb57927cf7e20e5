// The patches of an image as a grid of cells over a picture: readable by pointer, keyboard and screen reader.

import { element } from './dom.js';

const STEPS = new Map([['ArrowLeft', [0, -1]], ['ArrowRight', [0, 1]], ['ArrowUp', [-1, 0]], ['ArrowDown', [1, 0]]]);

export class PatchGrid {
  /**
   * @param {number} side patches across
   * @param {string} label of the grid
   * @param {function(number|null)} pointed told which patch the pointer or the keyboard is at
   */
  constructor(side, label, pointed) {
    this.side = side;
    this.pointed = pointed;
    this.cells = [];
    this.node = element('div.cells', { role: 'grid', 'aria-label': label });
    for (let row = 0; row < side; row++) {
      const line = element('div', { role: 'row' });
      for (let column = 0; column < side; column++) {
        line.append(this.#cell(row * side + column));
      }
      this.node.append(line);
    }
    this.node.addEventListener('keydown', (event) => this.#move(event));
    this.node.addEventListener('pointerleave', () => pointed(null));
    this.node.addEventListener('focusout', () => pointed(null));
  }

  #cell(patch) {
    const cell = element('div.cell', {
      role: 'gridcell',
      tabindex: patch === 0 ? 0 : -1,
      onpointerenter: () => this.pointed(patch),
      onfocus: () => {
        this.#focusable(patch);
        this.pointed(patch);
      },
    });
    this.cells.push(cell);
    return cell;
  }

  #focusable(patch) {
    this.cells.forEach((cell, each) => cell.setAttribute('tabindex', each === patch ? 0 : -1));
  }

  #move(event) {
    const step = STEPS.get(event.key);
    const at = this.cells.indexOf(event.target);
    if (step === undefined || at < 0) {
      return;
    }
    event.preventDefault();
    const row = Math.floor(at / this.side) + step[0];
    const column = (at % this.side) + step[1];
    if (row >= 0 && row < this.side && column >= 0 && column < this.side) {
      this.cells[row * this.side + column].focus();
    }
  }

  /** Marks the patch that is pointed at, here or in another grid of the same image. */
  point(patch) {
    this.cells.forEach((cell, each) => cell.classList.toggle('pointed', each === patch));
  }

  /** @param {function(HTMLElement, number)} fill called for each cell */
  fill(fill) {
    this.cells.forEach(fill);
  }
}
