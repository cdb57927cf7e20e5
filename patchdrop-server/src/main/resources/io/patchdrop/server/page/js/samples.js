// The gallery of samples that the server draws.

import { blob, json } from './api.js';
import { byId, element } from './dom.js';
import { showProblem } from './messages.js';

/**
 * Shows the gallery.
 *
 * @param {function(Blob, Object)} open told the image and the sample that was chosen
 * @returns {Promise<boolean>} whether there are any
 */
export async function showSamples(open) {
  const { samples } = await json('/samples');
  const gallery = byId('samples');
  const buttons = samples.map((sample, place) => button(sample, place, open));
  gallery.replaceChildren(...buttons);
  gallery.hidden = samples.length === 0;
  return samples.length > 0;
}

export function markSample(name) {
  for (const button of byId('samples').children) {
    button.setAttribute('aria-pressed', button.dataset.name === name);
  }
}

function button(sample, place, open) {
  const picture = element('img', { alt: '', width: 64, height: 64 });
  const made = element('button.sample', {
    type: 'button',
    'aria-pressed': 'false',
    'aria-label': `Sample ${place + 1}: ${sample.class}`,
    'data-name': sample.name,
    title: sample.class,
  }, picture);
  const image = blob(sample.url);
  image.then((bytes) => {
    picture.src = URL.createObjectURL(bytes);
    picture.addEventListener('load', () => URL.revokeObjectURL(picture.src), { once: true });
  }, () => {});
  made.addEventListener('click', () => image.then((bytes) => open(bytes, sample), showProblem));
  return made;
}
