// Numbers as text, the same everywhere: a point for decimals, a comma between thousands, a no-break space before a unit.

const GAP = '\u00a0';
const MINUS = '\u2212';

export function count(number) {
  return signed(Math.round(number).toLocaleString('en-US'));
}

/** "1 patch", "2 patches". */
export function counted(number, one, many) {
  return count(number) + GAP + (number === 1 ? one : many);
}

/** A share of 1 in percent; never rounded to all or nothing. */
export function percent(share, digits = 1) {
  const value = 100 * share;
  const text = value.toFixed(digits);
  const step = 10 ** -digits;
  if (share > 0 && Number(text) === 0) {
    return '<' + step.toFixed(digits) + GAP + '%';
  }
  if (share < 1 && Number(text) === 100) {
    return '>' + (100 - step).toFixed(digits) + GAP + '%';
  }
  return signed(text) + GAP + '%';
}

/** What is saved: 1 - share, whole percents; a minus where more was spent. */
export function saved(taken, all) {
  if (!(all > 0)) {
    return '–';
  }
  const part = 1 - taken / all;
  const digits = Math.abs(part) > 0 && Math.abs(part) < 0.01 ? 1 : 0;
  return percent(part, digits);
}

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytes(number) {
  let value = number;
  let unit = 0;
  while (Math.abs(value) >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return (unit === 0 ? String(Math.round(value)) : value.toFixed(1)) + GAP + UNITS[unit];
}

/** Money without a currency: two decimals, more where it is a fraction of that. */
export function money(number) {
  if (number !== 0 && Math.abs(number) < 0.095) {
    return signed(Number(number.toPrecision(2)).toFixed(Math.min(9, 1 - Math.floor(Math.log10(Math.abs(number))))));
  }
  return signed(number.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }));
}

export function duration(milliseconds) {
  if (milliseconds < 999.5) {
    return Math.max(1, Math.round(milliseconds)) + GAP + 'ms';
  }
  const seconds = milliseconds / 1000;
  if (seconds < 60) {
    return seconds.toFixed(1) + GAP + 's';
  }
  const minutes = Math.floor(Math.round(seconds) / 60);
  return minutes + GAP + 'min ' + (Math.round(seconds) % 60) + GAP + 's';
}

const ENDINGS = new Map([['one', 'st'], ['two', 'nd'], ['few', 'rd'], ['other', 'th']]);
const ORDINALS = new Intl.PluralRules('en', { type: 'ordinal' });

export function ordinal(number) {
  return number + ENDINGS.get(ORDINALS.select(number));
}

export function size(width, height) {
  return count(width) + GAP + '×' + GAP + count(height) + GAP + 'px';
}

function signed(text) {
  return text.replace('-', MINUS);
}
