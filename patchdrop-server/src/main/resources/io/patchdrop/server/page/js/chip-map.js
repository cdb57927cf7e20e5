// The viewer with its chips, legend, buttons and details.

import { ChipOverlay } from './chip-overlay.js';
import { byId, element, setText } from './dom.js';
import { bytes, count, counted, money, percent } from './format.js';
import { classColours, NONE, OTHERS, rampGradient } from './palette.js';
import { Viewer } from './viewer.js';

export class ChipMap {
  #model = null;

  constructor() {
    this.viewer = new Viewer(byId('viewer'), {
      moved: () => this.overlay.draw(),
      clicked: (x, y) => this.choose(this.overlay.at(x, y), false),
    });
    this.overlay = new ChipOverlay(byId('stage'), this.viewer, (chip, closer) => this.choose(chip, closer));
    byId('zoom-in').addEventListener('click', () => this.viewer.by(1.6));
    byId('zoom-out').addEventListener('click', () => this.viewer.by(1 / 1.6));
    byId('zoom-home').addEventListener('click', () => this.viewer.home());
    byId('colours').addEventListener('change', (event) => {
      this.overlay.colour = event.target.value;
      this.#showLegend();
      this.overlay.draw();
    });
    new ResizeObserver(() => this.overlay.draw()).observe(byId('stage'));
  }

  async showPicture(picture, size) {
    this.#opened();
    await this.viewer.showPicture(picture, size);
  }

  async showDeepZoom(path) {
    this.#opened();
    await this.viewer.showDeepZoom(path);
  }

  #opened() {
    byId('stage-empty').hidden = true;
    byId('view-buttons').hidden = false;
  }

  close() {
    this.viewer.close();
    byId('stage-empty').hidden = false;
    setText(byId('stage-empty'), 'Choose a source to see its overview.');
    byId('view-buttons').hidden = true;
    this.showChips([], this.#model, false);
    this.choose(null, false);
  }

  /**
   * Shows chips.
   *
   * @param {Object[]} chips of a quote or a result
   * @param {Object|null} model that they are of
   * @param {boolean} planned whether their patches are only quoted
   */
  showChips(chips, model, planned) {
    this.#model = model;
    const priced = chips.some(({ price }) => price > 0);
    for (const chip of chips) {
      chip.cost = priced ? chip.price : chip.bytes;
      chip.costText = priced ? money(chip.price) : bytes(chip.bytes);
    }
    const counts = new Map();
    chips.forEach((chip) => counts.set(chip.class, (counts.get(chip.class) ?? 0) + 1));
    this.counts = counts;
    this.overlay.planned = planned;
    this.overlay.grid = model?.grid ?? 1;
    this.overlay.colours = classColours(model?.classes ?? [], counts);
    this.overlay.mostCost = chips.reduce((most, { cost }) => Math.max(most, cost), 0);
    this.overlay.show(chips);
    byId('colours').hidden = chips.length === 0;
    this.#showLegend();
    if (this.overlay.selected === null) {
      this.#showDetail(null);
    }
  }

  #showLegend() {
    const { colour, chips, colours } = this.overlay;
    const legend = byId('legend');
    if (chips.length === 0 || colour === 'none') {
      legend.replaceChildren();
    } else if (colour === 'cost') {
      legend.replaceChildren(this.#ramp(chips));
    } else {
      const named = [...colours].filter(([name, value]) => value !== OTHERS && this.counts.has(name));
      const others = [...colours].reduce((sum, [name, value]) => sum + (value === OTHERS ? this.counts.get(name) ?? 0 : 0), 0);
      legend.replaceChildren(
        ...named.map(([name, value]) => key(value, name, this.counts.get(name))),
        ...(others > 0 ? [key(OTHERS, 'other classes', others)] : []),
        ...(this.counts.has(null) ? [key(NONE, 'no answer', this.counts.get(null))] : []));
    }
  }

  #ramp(chips) {
    const most = chips.reduce((best, chip) => (chip.cost > best.cost ? chip : best));
    const ramp = element('span.ramp');
    ramp.style.backgroundImage = rampGradient();
    return element('li', {}, chips.some(({ price }) => price > 0) ? 'Price of a chip: 0' : 'Bytes of a chip: 0', ramp, most.costText);
  }

  /** Selects a chip, and brings it into view; null selects none. */
  choose(chip, closer) {
    this.overlay.select(chip);
    this.#showDetail(chip);
    if (chip !== null && this.viewer.size !== null) {
      this.viewer.goTo(chip.window, closer);
    } else if (closer) {
      this.viewer.home();
    }
  }

  #showDetail(chip) {
    if (chip === null) {
      setText(byId('chip-detail'), this.overlay.chips.length === 0 ? '' : 'Click a chip, or use the arrow keys, to see what it took.');
      return;
    }
    const answer = chip.class === null ? chip.outcome ?? 'no answer' : `${chip.class}, ${percent(chip.confidence)}`;
    const how = chip.outcome === undefined ? ' from the look' : chip.class === null ? '' : ` (${chip.outcome})`;
    const patches = `${this.overlay.planned ? 'would buy ' : ''}${chip.patches.length} of ${counted(this.overlay.grid ** 2, 'patch', 'patches')}`;
    const error = chip.error === undefined ? '' : '. ' + chip.error;
    setText(byId('chip-detail'), `Chip ${count(chip.chip)}: ${answer}${how} · ${patches} · ${bytes(chip.bytes)}, `
      + `${counted(chip.requests, 'request', 'requests')} · ${money(chip.price)}${error}`);
  }
}

function key(colour, text, number) {
  const square = element('span.key');
  square.style.backgroundColor = colour;
  return element('li', {}, square, `${text} ${count(number)}`);
}
