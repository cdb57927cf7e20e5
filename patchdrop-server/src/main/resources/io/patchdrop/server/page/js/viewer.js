// The deep-zoom viewer: OpenSeadragon, loaded when a scene is first shown.

import { authorization, request } from './api.js';
import { prefersReducedMotion } from './dom.js';

const LIBRARY = '/assets/vendor/openseadragon/openseadragon.min.js';

let library = null;

function load() {
  library ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = LIBRARY;
    script.addEventListener('load', () => resolve(window.OpenSeadragon));
    script.addEventListener('error', () => {
      library = null;
      reject(new Error('The viewer cannot be loaded (load the page again)'));
    });
    document.head.append(script);
  });
  return library;
}

export class Viewer {
  #viewer = null;
  #library = null;
  #newest = null;
  #versions = 0;
  #tiles = null;
  /** Pixels of the whole scene across and down; null while nothing is open. */
  size = null;

  /**
   * @param {HTMLElement} place
   * @param {{moved: function(), clicked: function(number, number)}} listener told of movement, and of clicks at places of
   *     the image
   */
  constructor(place, listener) {
    this.node = place;
    this.listener = listener;
  }

  async #ready() {
    if (this.#viewer !== null) {
      return;
    }
    this.#library = await load();
    this.#viewer ??= this.#library({
      element: this.node,
      showNavigationControl: false,
      tabIndex: -1,
      drawer: 'canvas',
      animationTime: prefersReducedMotion() ? 0 : 0.6,
      immediateRender: prefersReducedMotion(),
      minZoomImageRatio: 0.8,
      maxZoomPixelRatio: 12,
      visibilityRatio: 0.3,
      imageSmoothingEnabled: false,
      loadTilesWithAjax: true,
      ajaxHeaders: authorization(),
      tileRetryMax: 4,
      tileRetryDelay: 1500,
      gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
      gestureSettingsTouch: { clickToZoom: false, dblClickToZoom: true },
    });
    for (const event of ['update-viewport', 'open', 'resize', 'animation']) {
      this.#viewer.addHandler(event, () => this.listener.moved());
    }
    this.#viewer.addHandler('canvas-click', (event) => {
      if (event.quick && this.size !== null) {
        const point = this.#viewer.viewport.viewerElementToViewportCoordinates(event.position);
        this.listener.clicked(point.x * this.size.width, point.y * this.size.width);
      }
    });
  }

  /**
   * Shows one small picture of a scene.
   *
   * @param {Blob} picture
   * @param {{width: number, height: number}} size of the scene
   */
  async showPicture(picture, size) {
    await this.#ready();
    const url = URL.createObjectURL(picture);
    this.#tiles = null;
    this.size = size;
    await this.#open({ type: 'image', url, ajaxHeaders: {}, loadTilesWithAjax: false });
  }

  /** Shows the deep-zoom image at such a path, a .dzi. */
  async showDeepZoom(path) {
    await this.#ready();
    const tiles = await describe(path);
    this.#tiles = tiles;
    this.size = { width: tiles.width, height: tiles.height };
    this.#viewer.ajaxHeaders = authorization();
    await this.#open(this.#source());
  }

  #open(source) {
    return new Promise((resolve, reject) => {
      this.#viewer.addOnceHandler('open', resolve);
      this.#viewer.addOnceHandler('open-failed', (event) => reject(new Error(event.message)));
      this.#viewer.open(source);
    });
  }

  /** The tiles in their present state: tiles of an earlier one are not taken for them. */
  #source() {
    const version = this.#versions++;
    const source = new this.#library.DziTileSource({ ...this.#tiles });
    source.getTileHashKey = (level, x, y) => `${this.#tiles.tilesUrl}${version}/${level}/${x}_${y}`;
    return source;
  }

  /** Loads the tiles anew; the old ones stay until the new ones are there. */
  refresh() {
    if (this.#viewer === null || this.#tiles === null || this.#newest !== null) {
      return;
    }
    const { world } = this.#viewer;
    this.#newest = this.#tiles;
    const over = () => {
      this.#newest = null;
    };
    this.#viewer.addTiledImage({
      tileSource: this.#source(),
      success: ({ item }) => {
        const settle = () => {
          if (item.getFullyLoaded()) {
            item.removeHandler('fully-loaded-change', settle);
            while (world.getItemCount() > 1 && world.getItemAt(0) !== item) {
              world.removeItem(world.getItemAt(0));
            }
            over();
          }
        };
        item.addHandler('fully-loaded-change', settle);
        settle();
      },
      error: over,
    });
  }

  close() {
    this.size = null;
    this.#tiles = null;
    this.#newest = null;
    this.#viewer?.close();
  }

  /** Where a rectangle of the scene is, [x, y, width, height] in pixels of the viewer; null while nothing is open. */
  toScreen(x, y, width, height) {
    if (this.#viewer === null || this.size === null || this.#viewer.world.getItemCount() === 0) {
      return null;
    }
    const scale = 1 / this.size.width;
    const { viewport } = this.#viewer;
    const from = viewport.pixelFromPointNoRotate(new this.#library.Point(x * scale, y * scale), true);
    const to = viewport.pixelFromPointNoRotate(new this.#library.Point((x + width) * scale, (y + height) * scale), true);
    return [from.x, from.y, to.x - from.x, to.y - from.y];
  }

  /** What is shown, [x, y, width, height] in pixels of the scene, inside of it. */
  shown() {
    const bounds = this.#viewer.viewport.getBounds(true);
    const { width, height } = this.size;
    const left = Math.max(0, Math.floor(bounds.x * width));
    const top = Math.max(0, Math.floor(bounds.y * width));
    return [left, top,
      Math.min(width, Math.ceil((bounds.x + bounds.width) * width)) - left,
      Math.min(height, Math.ceil((bounds.y + bounds.height) * width)) - top];
  }

  by(factor) {
    if (this.size !== null) {
      this.#viewer.viewport.zoomBy(factor).applyConstraints();
    }
  }

  home() {
    if (this.size !== null) {
      this.#viewer.viewport.goHome();
    }
  }

  /** Brings a rectangle of the scene into view: closer, or by as little movement as will do. */
  goTo([x, y, width, height], closer) {
    const scale = 1 / this.size.width;
    const { viewport } = this.#viewer;
    if (closer) {
      viewport.fitBounds(new this.#library.Rect((x - width) * scale, (y - height) * scale, 3 * width * scale, 3 * height * scale));
      return;
    }
    const [left, top, wide, high] = this.toScreen(x, y, width, height);
    const { clientWidth, clientHeight } = this.node;
    if (left < 0 || top < 0 || left + wide > clientWidth || top + high > clientHeight) {
      viewport.panTo(new this.#library.Point((x + width / 2) * scale, (y + height / 2) * scale));
    }
  }
}

/** Reads a .dzi file. */
async function describe(path) {
  const text = await (await request(path)).text();
  const image = new DOMParser().parseFromString(text, 'text/xml').documentElement;
  const size = image.getElementsByTagNameNS('*', 'Size')[0];
  return {
    width: Number(size.getAttribute('Width')),
    height: Number(size.getAttribute('Height')),
    tileSize: Number(image.getAttribute('TileSize')),
    tileOverlap: Number(image.getAttribute('Overlap')),
    fileFormat: image.getAttribute('Format'),
    tilesUrl: path.replace(/\.dzi$/, '_files/'),
  };
}
