// An image as the model takes it: its central square at the model's size, and the look.

import { withoutOrientation } from './orientation.js';

/** So large a square is read into memory; a larger one is drawn smaller first, which no eye sees. */
const MOST_SIDE = 4096;

/**
 * Decodes and frames an image.
 *
 * @param {Blob} file
 * @param {Object} model
 * @returns {Promise<{full: HTMLCanvasElement, look: HTMLCanvasElement}|null>} squares of image_size and look_size pixels;
 *     null if the browser cannot draw such a file
 */
export async function frame(file, model) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(await withoutOrientation(file), { colorSpaceConversion: 'none' });
  } catch {
    return null;
  }
  const side = Math.min(bitmap.width, bitmap.height);
  const read = Math.min(side, MOST_SIDE);
  const square = canvas(read);
  const context = square.getContext('2d', { willReadFrequently: true });
  context.fillStyle = '#000';
  context.fillRect(0, 0, read, read);
  context.imageSmoothingQuality = 'high';
  context.drawImage(
    bitmap, Math.floor((bitmap.width - side) / 2), Math.floor((bitmap.height - side) / 2), side, side, 0, 0, read, read);
  bitmap.close();
  const full = resized(square, model.image_size);
  return { full, look: resized(full, model.look_size) };
}

export function canvas(side) {
  const made = document.createElement('canvas');
  made.width = side;
  made.height = side;
  return made;
}

function resized(source, to) {
  const from = source.width;
  if (from === to) {
    return source;
  }
  const target = canvas(to);
  const context = target.getContext('2d', { willReadFrequently: true });
  if (to > from) {
    context.drawImage(source, 0, 0, to, to);
    return target;
  }
  const pixels = source.getContext('2d').getImageData(0, 0, from, from).data;
  context.putImageData(new ImageData(areaMeans(pixels, from, to), to, to), 0, 0);
  return target;
}

/**
 * The mean over the area that each pixel of the result covers.
 *
 * @param {Uint8ClampedArray} source [from, from, 4], opaque
 * @returns {Uint8ClampedArray} [to, to, 4]
 */
export function areaMeans(source, from, to) {
  const columns = new Float64Array(from * to * 3);
  const cover = weights(from, to);
  for (let y = 0; y < from; y++) {
    for (let x = 0; x < to; x++) {
      const { first, of } = cover[x];
      for (let k = 0; k < of.length; k++) {
        for (let channel = 0; channel < 3; channel++) {
          columns[(y * to + x) * 3 + channel] += of[k] * source[(y * from + first + k) * 4 + channel];
        }
      }
    }
  }
  const target = new Uint8ClampedArray(to * to * 4);
  for (let y = 0; y < to; y++) {
    const { first, of } = cover[y];
    for (let x = 0; x < to; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let k = 0; k < of.length; k++) {
          sum += of[k] * columns[((first + k) * to + x) * 3 + channel];
        }
        target[(y * to + x) * 4 + channel] = Math.floor(sum / (from * from) + 0.5);
      }
      target[(y * to + x) * 4 + 3] = 255;
    }
  }
  return target;
}

/** In units of 1 / to, source pixel i covers [i to, (i + 1) to) and result pixel j covers [j from, (j + 1) from). */
function weights(from, to) {
  return Array.from({ length: to }, (_, j) => {
    const first = Math.floor((j * from) / to);
    const last = Math.floor(((j + 1) * from - 1) / to);
    const of = [];
    for (let i = first; i <= last; i++) {
      of.push(Math.min((j + 1) * from, (i + 1) * to) - Math.max(j * from, i * to));
    }
    return { first, of };
  });
}
