// The two pictures of an image: what was looked at, with the probabilities of patches, and what was bought.

import { element } from './dom.js';
import { counted, ordinal, percent } from './format.js';
import { PatchGrid } from './patch-grid.js';
import { canvas } from './pixels.js';

/** Values are written into cells up to so many patches across; beyond, they are in the readout and the table. */
const MOST_WRITTEN = 8;
/** Below this a probability is left blank in the picture. */
const LEAST_WRITTEN = 0.005;
/** Pixels of a model up to this size are shown as squares. */
const SMALL = 160;
const DRAWN_SIDE = 896;

export class Pictures {
  /** @param {function(number): string} describe what is known of a patch, as a line */
  constructor(model, framed, look, describe) {
    this.model = model;
    this.framed = framed;
    this.describe = describe;
    this.readout = document.getElementById('readout');
    const pointed = (patch) => this.#point(patch);
    this.heat = new PatchGrid(model.grid, 'Patches of the look with their probabilities', pointed);
    this.bought = new PatchGrid(model.grid, 'Patches that were bought', pointed);
    this.#place('look-picture', framed?.look, this.heat);
    this.sharp = framed === null ? null : canvas(DRAWN_SIDE);
    this.#place('bought-picture', this.sharp, this.bought);
    this.#showHeat(look.patch_probabilities);
    this.#point(null);
  }

  #place(id, picture, grid) {
    const unseen = element('p.unseen', {}, 'This browser cannot draw the file; the answers are those of its pixels.');
    document.getElementById(id).replaceChildren(picture ?? unseen, grid.node);
  }

  #point(patch) {
    this.heat.point(patch);
    this.bought.point(patch);
    this.readout.textContent = patch === null ? 'Point at a patch to read its values.' : this.describe(patch);
  }

  #showHeat(probabilities) {
    this.heat.fill((cell, patch) => {
      const probability = probabilities[patch];
      cell.style.backgroundColor = `rgb(224 73 11 / ${(0.78 * probability).toFixed(3)})`;
      cell.setAttribute('aria-label', this.describe(patch));
      if (this.model.grid <= MOST_WRITTEN && probability >= LEAST_WRITTEN) {
        cell.append(element('span.value', { 'aria-hidden': true }, Math.round(100 * probability)));
      }
    });
  }

  /**
   * Shows patches sharp.
   *
   * @param {number[]} patches the first one that was bought first
   */
  show(patches) {
    this.#draw(patches);
    const places = new Map(patches.map((patch, place) => [patch, place + 1]));
    this.bought.fill((cell, patch) => {
      const place = places.get(patch);
      const before = cell.classList.contains('bought');
      cell.classList.toggle('bought', place !== undefined);
      cell.classList.toggle('new', place !== undefined && !before);
      cell.setAttribute('aria-label', this.describe(patch));
      cell.replaceChildren();
      if (place !== undefined && this.model.grid <= MOST_WRITTEN) {
        cell.append(element('span.number', { 'aria-hidden': true }, place));
      }
    });
  }

  #draw(patches) {
    if (this.sharp === null) {
      return;
    }
    const { full, look } = this.framed;
    const context = this.sharp.getContext('2d');
    context.imageSmoothingEnabled = false;
    context.drawImage(look, 0, 0, DRAWN_SIDE, DRAWN_SIDE);
    context.fillStyle = 'rgb(24 23 20 / .38)';
    context.fillRect(0, 0, DRAWN_SIDE, DRAWN_SIDE);
    context.imageSmoothingEnabled = full.width > SMALL;
    context.imageSmoothingQuality = 'high';
    const { grid } = this.model;
    for (const patch of patches) {
      const column = patch % grid;
      const row = Math.floor(patch / grid);
      const from = full.width / grid;
      const to = DRAWN_SIDE / grid;
      context.drawImage(full, column * from, row * from, from, from, column * to, row * to, to, to);
    }
  }
}

/** A patch as a line of text. */
export function describePatch(patch, grid, probability, place) {
  const where = `Row ${Math.floor(patch / grid) + 1}, column ${(patch % grid) + 1}`;
  const bought = place < 0 ? 'not bought' : `bought ${ordinal(place + 1)}`;
  return `${where}: probability ${percent(probability)}, ${bought}`;
}

export function captions(model, patches) {
  document.getElementById('look-caption').replaceChildren(
    `${model.look_size}\u00a0×\u00a0${model.look_size}\u00a0px`, element('span.wide', {}, ', probabilities in\u00a0%'));
  document.getElementById('bought-caption').textContent = `${patches} of ${counted(model.patches, 'patch', 'patches')}`;
}
