// The scene view: a source is opened, quoted, and zoomed into by a job that is followed as it goes.

import { blob, json, modelPath, post } from './api.js';
import { ChipMap } from './chip-map.js';
import { ChipTable } from './chip-table.js';
import { byId, setText } from './dom.js';
import { count } from './format.js';
import { follow } from './events.js';
import { hasEnded, JobList, jobPath, sourceName } from './job-list.js';
import { clearProblem, showProblem } from './messages.js';
import { fitToModel, fitToSource, orderOf, showChoice } from './order-form.js';
import { clearLedger, showJobLedger, showLinks, showProgress, showQuoteLedger } from './scene-ledger.js';
import { SourcePicker } from './source-picker.js';

const QUOTE_MILLISECONDS = 350;
const REFRESH_MILLISECONDS = 2500;

export class SceneView {
  #model = null;
  #models = [];
  #job = null;
  /** The source that is open: {source, title, picture, size}. */
  #overview = null;
  /** The source whose picture is in the viewer. */
  #pictured = null;
  /** Results of the open job by chip number. */
  #results = new Map();
  #quoted = false;
  #quoting = new AbortController();
  #following = new AbortController();
  #timer = null;
  #refreshed = 0;

  constructor() {
    this.map = new ChipMap();
    this.table = new ChipTable((chip) => {
      this.map.choose(chip, true);
      byId('stage').scrollIntoView({ block: 'nearest' });
    });
    this.picker = new SourcePicker({
      opened: (source, info, preview) => this.#opened(source, info, preview),
      failed: showProblem,
    });
    this.jobs = new JobList({
      open: (job) => this.#open(job),
      removed: (id) => this.#job?.id === id && this.#close(),
    });
    byId('order-form').addEventListener('input', (event) => this.#changed(event));
    byId('order-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#zoom();
    });
    byId('quote').addEventListener('click', () => this.#quote());
    byId('stop').addEventListener('click', () => this.jobs.stop(this.#job));
    byId('use-view').addEventListener('click', () => {
      if (this.map.viewer.size !== null) {
        byId('window').value = this.map.viewer.shown().join(', ');
        byId('window').dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
  }

  /**
   * Shows the view.
   *
   * @param {Object} model that orders are of
   * @param {Object[]} models all, since jobs may be of any
   */
  async show(model, models) {
    this.#models = models;
    if (this.#model?.name !== model.name) {
      this.#model = model;
      fitToModel(model);
      if (this.#quoted) {
        this.#leave();
      }
    }
    await Promise.all([this.picker.list(), this.jobs.load()]);
  }

  async #opened(source, info, preview) {
    clearProblem();
    this.#leave();
    fitToSource(info);
    this.#overview = {
      source,
      title: 'Overview of ' + source.split(/[?#]/)[0].split('/').pop(),
      picture: preview,
      size: { width: info.width, height: info.height },
    };
    try {
      await this.#showOverview();
    } catch (failure) {
      showProblem(failure);
    }
  }

  async #showOverview() {
    const { source, title, picture, size } = this.#overview;
    setText(byId('view-title'), title);
    this.#pictured = source;
    if (picture === null) {
      this.map.close();
      setText(byId('stage-empty'), 'This image has no overview: there is nothing to show before it is bought.');
      return;
    }
    await this.map.showPicture(picture, size);
  }

  /** Leaves the job or quote that is open. */
  #leave() {
    this.#following.abort();
    this.#quoting.abort();
    clearTimeout(this.#timer);
    this.#job = null;
    this.#quoted = false;
    this.jobs.mark(null);
    this.#showChips([], false);
    this.map.choose(null, false);
    clearLedger();
    showProgress(null);
  }

  #close() {
    this.#leave();
    this.map.close();
    this.#pictured = null;
    setText(byId('view-title'), 'Overview');
  }

  #changed(event) {
    showChoice(this.#model);
    if (this.#quoted && this.#job === null && event.target.id !== 'source' && event.target.id !== 'address') {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#quote(), QUOTE_MILLISECONDS);
    }
  }

  async #quote() {
    this.#quoting.abort();
    this.#quoting = new AbortController();
    const { signal } = this.#quoting;
    byId('quote').setAttribute('aria-busy', 'true');
    try {
      const order = orderOf(this.picker.source);
      const quote = await post(modelPath(this.#model, 'quote'), order, { signal });
      clearProblem();
      if (this.#job !== null) {
        this.#leave();
        if (this.#overview?.source === order.source) {
          await this.#showOverview();
        }
      }
      this.#quoted = true;
      this.#showChips(quote.chips, true);
      showQuoteLedger(quote, this.#model);
    } catch (failure) {
      showProblem(failure);
    } finally {
      if (!signal.aborted) {
        byId('quote').removeAttribute('aria-busy');
      }
    }
  }

  async #zoom() {
    byId('zoom').disabled = true;
    try {
      const job = await post(modelPath(this.#model, 'jobs'), orderOf(this.picker.source));
      clearProblem();
      this.#open(job);
    } catch (failure) {
      showProblem(failure);
    } finally {
      byId('zoom').disabled = false;
    }
  }

  async #open(job) {
    this.#leave();
    this.#job = job;
    this.#results = new Map();
    this.#following = new AbortController();
    const { signal } = this.#following;
    this.jobs.mark(job.id);
    if (this.#pictured !== job.request.source) {
      this.map.close();
    }
    setText(byId('view-title'), sourceName(job));
    this.#showJob(job);
    try {
      if (job.state === 'done') {
        await this.#openPicture(signal);
        await this.#showResult(job);
      } else {
        await this.#follow(job, signal);
      }
    } catch (failure) {
      showProblem(failure, () => this.#open(job));
    }
  }

  async #follow(job, signal) {
    let picture = null;
    await follow(jobPath(job, '/events'), (event, content) => {
      if (event === 'chips') {
        content.forEach((chip) => this.#results.set(chip.chip, chip));
        this.#showChips(this.#sorted(), false);
        this.#refreshSometimes();
        return false;
      }
      this.#showJob(content);
      if (picture === null && (content.looked > 0 || hasEnded(content))) {
        picture = this.#openPicture(signal).catch((failure) => {
          picture = null;
          return hasEnded(this.#job) ? showProblem(failure) : undefined;
        });
      }
      return hasEnded(content);
    }, signal);
    await picture;
    this.map.viewer.refresh();
    await this.#showResult(this.#job);
  }

  async #openPicture(signal) {
    if (this.#job.width > 0) {
      this.#pictured = this.#job.request.source;
      await this.map.showDeepZoom(jobPath(this.#job, '/image.dzi'));
      signal.throwIfAborted();
      this.map.overlay.draw();
    }
  }

  #refreshSometimes() {
    const now = performance.now();
    if (now - this.#refreshed > REFRESH_MILLISECONDS) {
      this.#refreshed = now;
      this.map.viewer.refresh();
    }
  }

  async #showResult(job) {
    if (job.state !== 'done') {
      return;
    }
    const result = await json(jobPath(job, '/result'));
    result.chips.forEach((chip) => this.#results.set(chip.chip, chip));
    this.#showChips(this.#sorted(), false);
    showJobLedger(job, this.#sorted(), this.#modelOf(job), result);
    showLinks(job, (path) => blob(path));
  }

  #showJob(job) {
    this.#job = job;
    this.jobs.update(job);
    showProgress(job);
    showJobLedger(job, this.#sorted(), this.#modelOf(job), null);
    if (job.state === 'failed' && job.error !== null) {
      showProblem({ name: 'Problem', message: `${sourceName(job)}: ${job.error}` });
    }
  }

  #modelOf(job) {
    return this.#models.find(({ name }) => name === job.model) ?? this.#model;
  }

  #sorted() {
    return [...this.#results.values()].sort((a, b) => a.chip - b.chip);
  }

  #showChips(chips, planned) {
    const model = this.#job === null ? this.#model : this.#modelOf(this.#job);
    this.map.showChips(chips, model, planned);
    this.table.show(chips);
    setText(byId('chips-title'), `${count(chips.length)} chips as a table`);
  }
}
