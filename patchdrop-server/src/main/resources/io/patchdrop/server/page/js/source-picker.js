// Where the scene comes from: a listed file, or an address on a host that the server allows.

import { blob, json } from './api.js';
import { byId, element, setText } from './dom.js';
import { bytes, size } from './format.js';

const ADDRESS = '\u0000address';
const PREVIEW_SIDE = 1024;

export class SourcePicker {
  #request = new AbortController();
  #source = null;

  /** @param {{opened: function(string, Object, Blob), failed: function(Error)}} listener told of sources that open */
  constructor(listener) {
    this.listener = listener;
    byId('source').addEventListener('change', () => this.#chosen());
    byId('open').addEventListener('click', () => this.#openAddress());
    byId('address').addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault();
        this.#openAddress();
      }
    });
  }

  /** The source that is open, null if none is. */
  get source() {
    return this.#source;
  }

  /** Lists what there is. */
  async list() {
    const { sources, hosts } = await json('/sources');
    const before = byId('source').value;
    byId('source').replaceChildren(
      element('option', { value: '' }, sources.length + hosts.length > 0 ? 'Choose one' : 'None: see serve --help'),
      ...sources.map((each) => element('option', { value: each.source }, `${each.source} (${bytes(each.bytes)})`)),
      ...(hosts.length > 0 ? [element('option', { value: ADDRESS }, 'An address on the web')] : []));
    byId('source').value = before;
    if (byId('source').selectedIndex < 0) {
      byId('source').selectedIndex = 0;
    }
    setText(byId('hosts'), hosts.length === 0 ? '' : 'Allowed hosts: ' + hosts.join(', '));
  }

  #chosen() {
    const { value } = byId('source');
    byId('address-field').hidden = value !== ADDRESS;
    if (value === ADDRESS) {
      byId('address').focus();
    } else if (value !== '') {
      this.#open(value);
    }
  }

  #openAddress() {
    const address = byId('address').value.trim();
    if (address !== '') {
      this.#open(address);
    }
  }

  async #open(source) {
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    const query = '?url=' + encodeURIComponent(source);
    const stage = byId('stage');
    stage.setAttribute('aria-busy', 'true');
    this.#source = source;
    try {
      const info = await json('/cog/info' + query, { signal });
      this.#showInfo(info);
      const side = previewSide(info);
      const preview = side === 0 ? null : await blob(`/cog/preview${query}&max_size=${side}`, { signal });
      this.listener.opened(source, info, preview);
    } catch (failure) {
      if (!signal.aborted) {
        this.#source = null;
      }
      this.listener.failed(failure);
    } finally {
      if (!signal.aborted) {
        stage.removeAttribute('aria-busy');
      }
    }
  }

  #showInfo(info) {
    const facts = [
      ['Size', size(info.width, info.height)],
      ['Pixels', `${info.count} × ${info.dtype}`],
      ['Overviews', info.overviews.length === 0 ? 'none' : info.overviews.map((each) => '1/' + each).join(', ')],
      ['Place', info.bounds === null ? 'unknown' : place(info.bounds)],
      ['Read so far', bytes(info.bytes)],
    ];
    byId('info').replaceChildren(...facts.map(([name, value]) =>
      element('div', {}, element('dt', {}, name), element('dd', {}, value))));
  }
}

/** An overview is enough: full resolution is what is to be saved. 0 if there is none. */
function previewSide({ width, height, overviews }) {
  return overviews.length === 0 ? 0 : Math.min(PREVIEW_SIDE, Math.floor(Math.max(width, height) / overviews[0]));
}

function place([west, south, east, north]) {
  const latitude = (south + north) / 2;
  // Across the antimeridian west is greater than east.
  const middle = (west + east + (west > east ? 360 : 0)) / 2;
  const longitude = middle > 180 ? middle - 360 : middle;
  return `${degrees(latitude, 'N', 'S')}, ${degrees(longitude, 'E', 'W')}`;
}

function degrees(value, positive, negative) {
  return Math.abs(value).toFixed(4) + '° ' + (value < 0 ? negative : positive);
}
