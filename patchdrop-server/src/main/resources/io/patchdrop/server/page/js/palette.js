// Colours of chips that people with any kind of colour vision tell apart.

/** Of Okabe and Ito, "Color Universal Design" (2008), with white in the place of black. */
const CLASSES = ['#e69f00', '#56b4e9', '#009e73', '#f0e442', '#cc79a7', '#d55e00', '#0072b2', '#ffffff'];
/** Of classes without a colour of their own. */
export const OTHERS = '#b0b0b0';
/** No answer. */
export const NONE = '#4a4843';

/** From little to much: dark blue over grey to yellow, evenly lighter, after Nuñez, Anderton and Renslow, "cividis" (2018). */
const RAMP = [[0, 32, 77], [49, 68, 107], [102, 105, 112], [149, 143, 120], [202, 185, 105], [255, 234, 70]];

/**
 * Colours of classes. There are eight: those that occur most have one of their own.
 *
 * @param {string[]} classes of the model
 * @param {Map<string, number>} counts how often each was answered
 * @returns {Map<string, string>}
 */
export function classColours(classes, counts) {
  const main = [...classes.keys()]
    .sort((a, b) => (counts.get(classes[b]) ?? 0) - (counts.get(classes[a]) ?? 0) || a - b)
    .slice(0, CLASSES.length)
    .sort((a, b) => a - b);
  return new Map(classes.map((name, number) => [name, main.includes(number) ? CLASSES[main.indexOf(number)] : OTHERS]));
}

/** @param {number} share 0 to 1 */
export function rampColour(share) {
  const at = Math.min(Math.max(share, 0), 1) * (RAMP.length - 1);
  const below = Math.min(Math.floor(at), RAMP.length - 2);
  const mixed = RAMP[below].map((value, channel) => Math.round(value + (at - below) * (RAMP[below + 1][channel] - value)));
  return `rgb(${mixed.join(' ')})`;
}

export function rampGradient() {
  return `linear-gradient(90deg, ${RAMP.map((colour) => `rgb(${colour.join(' ')})`).join(', ')})`;
}
