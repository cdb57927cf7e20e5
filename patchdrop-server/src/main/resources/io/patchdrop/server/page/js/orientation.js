// The model takes the pixels of a JPEG as they are stored; browsers turn them as the camera noted, and cannot be told not to.

const START = 0xffd8;
const FIRST_APPLICATION = 0xffe1;
const SCAN = 0xffda;
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0];

/**
 * The same image without what a camera noted; anything but a JPEG as it is.
 *
 * @param {Blob} file
 * @returns {Promise<Blob>}
 */
export async function withoutOrientation(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const view = new DataView(bytes.buffer);
  if (bytes.length < 4 || view.getUint16(0) !== START) {
    return file;
  }
  const kept = [bytes.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff && view.getUint16(at) !== SCAN) {
    const end = at + 2 + view.getUint16(at + 2);
    if (!(view.getUint16(at) === FIRST_APPLICATION && EXIF.every((value, place) => bytes[at + 4 + place] === value))) {
      kept.push(bytes.subarray(at, end));
    }
    at = end;
  }
  kept.push(bytes.subarray(at));
  return new Blob(kept, { type: 'image/jpeg' });
}
