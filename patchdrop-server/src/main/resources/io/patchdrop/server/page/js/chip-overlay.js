// Chips drawn over the viewer: one canvas, so that thousands cost no more than a picture.

import { element } from './dom.js';
import { NONE, rampColour } from './palette.js';

/** Sides on the screen, in pixels, from which a chip has a frame instead of a fill, its patches are drawn, its class written. */
const FRAMED = 14;
const WITH_PATCHES = 44;
const WRITTEN = 76;

const DIRECTIONS = new Map([['ArrowLeft', [-1, 0]], ['ArrowRight', [1, 0]], ['ArrowUp', [0, -1]], ['ArrowDown', [0, 1]]]);

export class ChipOverlay {
  /** What is drawn. Chips are those of a quote or of results; null ones have not come yet. */
  chips = [];
  colour = 'class';
  colours = new Map();
  mostCost = 0;
  grid = 1;
  planned = false;
  selected = null;

  /**
   * @param {HTMLElement} stage
   * @param {{toScreen: function(number, number, number, number): number[]}} place where a rectangle of the image is, in
   *     pixels of the stage
   * @param {function(Object|null, boolean)} choose told a chip that was chosen, and whether to go to it
   */
  constructor(stage, place, choose) {
    this.place = place;
    this.choose = choose;
    this.canvas = element('canvas.chips', {
      tabindex: 0,
      role: 'application',
      'aria-label': 'Chips. Arrow keys go from chip to chip, Enter goes closer, Escape shows the whole.',
      'aria-describedby': 'chip-detail',
      onkeydown: (event) => this.#key(event),
    });
    this.canvas.hidden = true;
    stage.append(this.canvas);
  }

  show(chips) {
    this.chips = chips;
    this.canvas.hidden = chips.length === 0;
    if (this.selected !== null) {
      this.selected = chips.find(({ chip }) => chip === this.selected.chip) ?? null;
    }
    this.draw();
  }

  /** The chip at a place of the image, or null. */
  at(x, y) {
    return this.chips.find(({ window: [left, top, width, height] }) =>
      x >= left && y >= top && x < left + width && y < top + height) ?? null;
  }

  select(chip) {
    this.selected = chip;
    this.draw();
  }

  #key(event) {
    const direction = DIRECTIONS.get(event.key);
    if (direction !== undefined) {
      event.preventDefault();
      const next = this.selected === null ? this.chips[0] : this.#neighbour(direction);
      if (next !== null) {
        this.choose(next, false);
      }
    } else if (event.key === 'Enter' && this.selected !== null) {
      event.preventDefault();
      this.choose(this.selected, true);
    } else if (event.key === 'Escape') {
      this.choose(null, true);
    }
  }

  /** The nearest chip in a direction; what lies aside counts thrice. */
  #neighbour([right, down]) {
    const [x, y] = middle(this.selected);
    let best = null;
    let least = Infinity;
    for (const chip of this.chips) {
      const [otherX, otherY] = middle(chip);
      const ahead = (otherX - x) * right + (otherY - y) * down;
      const aside = Math.abs((otherX - x) * down) + Math.abs((otherY - y) * right);
      if (ahead > 0 && ahead + 3 * aside < least) {
        least = ahead + 3 * aside;
        best = chip;
      }
    }
    return best;
  }

  draw() {
    const { canvas } = this;
    const ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const context = canvas.getContext('2d');
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = '600 12px system-ui, sans-serif';
    context.textBaseline = 'top';
    for (const chip of this.chips) {
      const box = this.place.toScreen(...chip.window);
      if (box !== null && box[0] < width && box[1] < height && box[0] + box[2] > 0 && box[1] + box[3] > 0) {
        this.#drawChip(context, chip, box);
      }
    }
    this.#drawSelected(context);
  }

  #colourOf(chip) {
    if (this.colour === 'cost') {
      return rampColour(this.mostCost > 0 ? chip.cost / this.mostCost : 0);
    }
    return chip.class === null ? NONE : this.colours.get(chip.class) ?? NONE;
  }

  #drawChip(context, chip, [x, y, width, height]) {
    const side = Math.min(width, height);
    if (this.colour !== 'none') {
      const colour = this.#colourOf(chip);
      context.fillStyle = colour;
      context.strokeStyle = colour;
      context.globalAlpha = side < FRAMED ? 0.8 : this.colour === 'cost' ? 0.5 : 0.1;
      context.fillRect(x, y, width, height);
      context.globalAlpha = 1;
      if (side >= FRAMED) {
        const line = Math.min(4, Math.max(1.5, side / 28));
        context.lineWidth = line;
        context.strokeRect(x + line / 2 + 0.5, y + line / 2 + 0.5, width - line - 1, height - line - 1);
      }
    }
    if (side >= WITH_PATCHES) {
      this.#drawPatches(context, chip, [x, y, width, height]);
    }
    if (side >= WRITTEN && this.colour !== 'none') {
      this.#write(context, chip, x, y, width);
    }
  }

  #drawPatches(context, chip, [x, y, width, height]) {
    const across = width / this.grid;
    const down = height / this.grid;
    context.lineWidth = 1;
    context.strokeStyle = 'rgb(255 255 255 / .85)';
    context.setLineDash(this.planned ? [3, 3] : []);
    for (const patch of chip.patches) {
      context.strokeRect(x + (patch % this.grid) * across + 0.5, y + Math.floor(patch / this.grid) * down + 0.5, across - 1, down - 1);
    }
    context.setLineDash([]);
  }

  #write(context, chip, x, y, width) {
    const text = this.colour === 'cost' ? chip.costText : `${chip.class ?? chip.outcome ?? ''} ${Math.round(100 * chip.confidence)}%`;
    const wide = Math.min(context.measureText(text).width + 10, width);
    context.save();
    context.beginPath();
    context.rect(x, y, wide, 18);
    context.clip();
    context.fillStyle = 'rgb(20 18 15 / .82)';
    context.fillRect(x, y, wide, 18);
    context.fillStyle = '#fff';
    context.fillText(text, x + 5, y + 3.5);
    context.restore();
  }

  #drawSelected(context) {
    const box = this.selected === null ? null : this.place.toScreen(...this.selected.window);
    if (box === null) {
      return;
    }
    const [x, y, width, height] = box;
    context.lineWidth = 5;
    context.strokeStyle = '#000';
    context.strokeRect(x, y, width, height);
    context.lineWidth = 2.5;
    context.strokeStyle = '#fff';
    context.strokeRect(x, y, width, height);
  }
}

function middle({ window: [left, top, width, height] }) {
  return [left + width / 2, top + height / 2];
}
