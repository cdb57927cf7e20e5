// The image view: an image is answered once by the server, and decided anew here as often as a slider moves.

import { json, modelPath, sleep } from './api.js';
import { announce, showAnswer } from './answer.js';
import { showCourse } from './course.js';
import { decide, expected, ruleText } from './decide.js';
import { byId, element, prefersReducedMotion, setText } from './dom.js';
import { count, counted, duration, money, percent } from './format.js';
import { showLedger } from './ledger.js';
import { clearProblem, showProblem } from './messages.js';
import { captions, describePatch, Pictures } from './pictures.js';
import { frame } from './pixels.js';
import { markSample, showSamples } from './samples.js';

const PATCH_MILLISECONDS = 150;
const START_MILLISECONDS = 350;

export class ImageView {
  #model = null;
  /** What is shown: {model, file, sample, image, pictures, milliseconds}. */
  #shown = null;
  #request = new AbortController();
  #animation = new AbortController();
  #bought = [];

  constructor() {
    byId('file').addEventListener('change', (event) => {
      const [file] = event.target.files;
      if (file !== undefined) {
        this.open(file, null);
      }
      event.target.value = '';
    });
    byId('decide-form').addEventListener('input', () => this.#decideAnew());
    byId('decide-form').addEventListener('submit', (event) => event.preventDefault());
  }

  /** Shows what this model says, of the image that is open or else of the first sample. */
  async show(model) {
    if (this.#model?.name === model.name && this.#shown !== null) {
      return;
    }
    this.#request.abort();
    this.#animation.abort();
    this.#model = model;
    setText(byId('image-lead'),
      `A ${model.look_size}\u00a0×\u00a0${model.look_size} look decides which of ${model.patches} high-resolution patches are bought. `
      + 'The answer comes from those alone.');
    setText(byId('rule-text'), 'The bundle ' + ruleText(model.decision) + '.');
    byId('patches').max = model.patches;
    byId('patches').value = Math.min(4, model.patches);
    byId('tau').value = model.decision.tau ?? 0.9;
    this.#scaleMoney(0.25);
    const samples = model.samples && (await showSamples((blob, sample) => this.open(blob, sample)));
    if (this.#model !== model) {
      return;
    }
    byId('samples').hidden = !samples;
    if (this.#shown !== null && (samples || this.#shown.sample === null)) {
      await this.open(this.#shown.file, this.#shown.sample);
    } else if (samples) {
      byId('samples').firstElementChild.click();
    } else {
      this.#shown = null;
      byId('image-work').hidden = true;
      byId('values').hidden = true;
      byId('image-empty').hidden = false;
    }
  }

  /**
   * Opens an image.
   *
   * @param {Blob} file
   * @param {Object|null} sample that it is
   */
  async open(file, sample) {
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    const model = this.#model;
    const work = byId('image-work');
    work.setAttribute('aria-busy', 'true');
    try {
      const framed = frame(file, model);
      const start = performance.now();
      const image = await json(modelPath(model, 'anytime'), {
        method: 'POST',
        headers: { 'Content-Type': file.type || 'application/octet-stream' },
        body: file,
        signal,
      });
      const milliseconds = performance.now() - start;
      this.#showImage({ model, file, sample, image, milliseconds }, await framed, signal);
    } catch (failure) {
      showProblem(failure);
    } finally {
      if (!signal.aborted) {
        work.removeAttribute('aria-busy');
      }
    }
  }

  #showImage(opened, framed, signal) {
    if (signal.aborted) {
      return;
    }
    const { model } = opened;
    clearProblem();
    markSample(opened.sample?.name ?? null);
    this.#bought = [];
    const { look } = opened.image;
    const pictures = new Pictures(model, framed, look, (patch) =>
      describePatch(patch, model.grid, look.patch_probabilities[patch], this.#bought.indexOf(patch)));
    this.#shown = { ...opened, pictures };
    setText(byId('file-name'), opened.file.name ?? 'or drop one anywhere');
    byId('image-empty').hidden = true;
    byId('image-work').hidden = false;
    byId('values').hidden = false;
    this.#showTables();
    this.#animate();
  }

  #choice() {
    const price = Math.max(0, byId('price').valueAsNumber || 0);
    return {
      by: document.querySelector('input[name=by]:checked').value,
      patches: byId('patches').valueAsNumber,
      tau: byId('tau').valueAsNumber,
      most: byId('most').valueAsNumber,
      price,
    };
  }

  /** The most that can be spent is what all patches cost: the slider keeps its share of that when the price changes. */
  #scaleMoney(share) {
    const most = byId('most');
    const all = this.#model.patches * Math.max(0, byId('price').valueAsNumber || 0);
    most.max = all;
    most.step = all / 64 || 'any';
    most.value = share * all;
  }

  #decideAnew() {
    const most = byId('most');
    const all = this.#model.patches * Math.max(0, byId('price').valueAsNumber || 0);
    if (Number(most.max) !== all) {
      this.#scaleMoney(Number(most.max) > 0 ? most.valueAsNumber / Number(most.max) : 0.25);
    }
    if (this.#shown?.model === this.#model) {
      this.#animation.abort();
      this.#showDecision();
    }
  }

  #showControls(choice) {
    for (const panel of document.querySelectorAll('[data-by]')) {
      panel.hidden = panel.dataset.by !== choice.by;
    }
    slide('patches', `${choice.patches} of ${this.#model.patches}`, counted(choice.patches, 'patch', 'patches'));
    slide('tau', percent(choice.tau));
    const { patches } = decide({ ...choice, by: 'money' }, this.#shown.image, this.#model);
    slide('most', `${money(choice.most)} (${counted(patches.length, 'patch', 'patches')})`);
    const measured = expected(choice, this.#model);
    setText(byId('expected'), measured === null ? 'Never measured over many images.'
      : `Over many images: ${measured.accuracy.toFixed(1)}\u00a0% right with ${measured.patches.toFixed(1)} patches.`);
  }

  /** Patches come one by one, and the answer with them; then all is as decided. */
  async #animate() {
    this.#animation.abort();
    this.#animation = new AbortController();
    const { signal } = this.#animation;
    const { image } = this.#shown;
    const choice = this.#choice();
    this.#showControls(choice);
    const decision = decide(choice, image, this.#model);
    if (decision.inOrder && !prefersReducedMotion()) {
      try {
        for (let bought = 0; bought < decision.patches.length; bought++) {
          this.#showBought(decision.patches.slice(0, bought), image.answers[bought], choice);
          await sleep(bought === 0 ? START_MILLISECONDS : PATCH_MILLISECONDS, signal);
        }
      } catch {
        return;
      }
    }
    this.#showDecision();
  }

  #showDecision() {
    const choice = this.#choice();
    const { image, sample } = this.#shown;
    const { patches, answer } = decide(choice, image, this.#model);
    this.#showControls(choice);
    this.#showBought(patches, answer, choice);
    announce(answer, patches.length, this.#model.patches, sample?.class ?? null);
  }

  #showBought(patches, answer, choice) {
    const { model, image, sample, pictures, milliseconds } = this.#shown;
    this.#bought = patches;
    pictures.show(patches);
    captions(model, patches.length);
    showAnswer(image, answer, patches.length, sample?.class ?? null);
    const ruled = choice.by === 'rule' && model.decision.rule === 'confidence' ? model.decision.tau : null;
    showCourse(byId('course'), image.answers, patches.length, choice.by === 'confidence' ? choice.tau : ruled);
    const pixels = model.patch_size ** 2;
    const look = model.look_size ** 2;
    showLedger(byId('ledger'), [
      { name: 'Patches', taken: patches.length, all: model.patches, text: count },
      { name: 'Pixels', taken: look + patches.length * pixels, all: model.image_size ** 2, text: count },
      { name: 'Money', taken: patches.length * choice.price, all: model.patches * choice.price, text: money },
      { name: 'Time', taken: milliseconds, all: null, text: duration },
    ]);
    setText(byId('ledger-note'), `Pixels count the look, ${count(look)}. Time is that of one request, there and back: `
      + 'the look and the answers after every patch.');
  }

  #showTables() {
    const { image } = this.#shown;
    const { grid } = this.#model;
    table(byId('patch-values'), 'Patches', ['Patch', 'Row', 'Column', 'Probability', 'Score', 'Order'],
      image.look.patch_probabilities.map((probability, patch) => [
        patch, Math.floor(patch / grid) + 1, (patch % grid) + 1, percent(probability), image.look.scores[patch].toFixed(2),
        image.order.indexOf(patch) + 1]));
    table(byId('step-values'), 'Answers', ['Patches', 'Class', 'Confidence'],
      image.answers.map((answer) => [answer.patches, answer.class, percent(answer.confidence)]));
  }
}

function slide(id, text, spoken = text) {
  setText(byId(id + '-text'), text);
  byId(id).setAttribute('aria-valuetext', spoken);
}

function table(place, title, heads, rows) {
  place.replaceChildren(
    element('caption', {}, title),
    element('thead', {}, element('tr', {}, ...heads.map((head) => element('th', { scope: 'col' }, head)))),
    element('tbody', {}, ...rows.map(([first, ...rest]) =>
      element('tr', {}, element('th', { scope: 'row' }, first), ...rest.map((value) => element('td', {}, value))))));
}
