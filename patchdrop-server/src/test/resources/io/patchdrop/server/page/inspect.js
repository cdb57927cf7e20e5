// What is wrong with the page as it is shown, as lines: run in the page by a test, which wants none.
() => {
  const lines = [];
  const shown = (node) => node.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true });
  const name = (node) => {
    const label = node.getAttribute('aria-label')
      ?? (node.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '').join(' ');
    const labels = [...(node.labels ?? [])].map((each) => each.textContent).join(' ');
    const own = node.matches('a, button, summary') ? node.textContent.trim() : '';
    return (label.trim() || labels.trim() || own || node.getAttribute('alt')?.trim()) ?? '';
  };
  const describe = (node) => `${node.tagName.toLowerCase()}#${node.id}.${node.className} "${node.textContent.trim().slice(0, 30)}"`;

  for (const control of document.querySelectorAll('a, button, input, select, textarea, progress, summary, [tabindex="0"], [role=img], '
      + '[role=grid], [role=gridcell], [role=application], [role=group], fieldset, nav')) {
    if (!shown(control) || control.id === 'content') {
      continue;
    }
    const legend = control.querySelector(':scope > legend');
    if (name(control) === '' && (legend?.textContent ?? '') === '') {
      lines.push('no name: ' + describe(control));
    }
  }
  for (const image of document.querySelectorAll('img')) {
    if (!image.hasAttribute('alt')) {
      lines.push('no alt: ' + describe(image));
    }
  }
  for (const cell of document.querySelectorAll('th')) {
    if (!cell.hasAttribute('scope')) {
      lines.push('no scope: ' + describe(cell));
    }
  }

  let level = 0;
  const headings = [...document.querySelectorAll('h1, h2, h3, h4')].filter(shown);
  for (const heading of headings) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) {
      lines.push(`level ${next} after ${level}: ` + describe(heading));
    }
    level = next;
  }
  if (headings.filter(({ tagName }) => tagName === 'H1').length !== 1) {
    lines.push('not one h1');
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  ids.filter((id, place) => ids.indexOf(id) !== place).forEach((id) => lines.push('twice: #' + id));
  for (const attribute of ['aria-labelledby', 'aria-describedby', 'for']) {
    for (const node of document.querySelectorAll(`[${attribute}]`)) {
      node.getAttribute(attribute).split(' ').filter((id) => document.getElementById(id) === null)
        .forEach((id) => lines.push(`${attribute} names #${id}, which there is not`));
    }
  }

  // Contrast of text, WCAG 2.2: 4.5, or 3 if it is large.
  const colour = (text) => {
    const [red, green, blue, alpha = 1] = (/^(?:rgba?|color)\(([^)]*)\)$/.exec(text)?.[1] ?? '0 0 0 0')
      .replace(/^srgb /, '').split(/[\s,/]+/).map(Number);
    return text.startsWith('color') ? [255 * red, 255 * green, 255 * blue, alpha] : [red, green, blue, alpha];
  };
  const over = (front, back) => [0, 1, 2].map((i) => front[i] * front[3] + back[i] * (1 - front[3])).concat(1);
  const light = ([red, green, blue]) => [red, green, blue]
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
    .reduce((sum, value, i) => sum + [0.2126, 0.7152, 0.0722][i] * value, 0);
  const behind = (node) => {
    if (node === null) {
      return [255, 255, 255, 1];
    }
    const own = colour(getComputedStyle(node).backgroundColor);
    return own[3] === 1 ? own : over(own, behind(node.parentElement));
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (walker.currentNode.data.trim() === '' || !shown(node) || node.closest('option, title, noscript, :disabled') !== null
        || node.matches('.visually-hidden, .skip')) {
      continue;
    }
    const style = getComputedStyle(node);
    const back = behind(node);
    const [a, b] = [light(over(colour(style.color), back)), light(back)].sort((x, y) => y - x);
    const large = parseFloat(style.fontSize) >= 24 || (parseFloat(style.fontSize) >= 18.66 && Number(style.fontWeight) >= 700);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < (large ? 3 : 4.5)) {
      lines.push(`contrast ${contrast.toFixed(2)}: ` + describe(node));
    }
  }

  // Nothing is cut off, or wider than what it lies in.
  for (const node of document.querySelectorAll('.card, .card *, .top *')) {
    const { left, right } = node.getBoundingClientRect();
    if (shown(node) && right - left > 1 && node.closest('.samples, .scroll, .visually-hidden, .stage, .picture') === null
        && (right > document.documentElement.clientWidth + 1 || left < -1)) {
      lines.push(`outside of the window, ${Math.round(left)} to ${Math.round(right)}: ` + describe(node));
    }
    if (node.matches('.card') && node.scrollWidth > node.clientWidth + 1) {
      lines.push('wider than its card: ' + describe(node));
    }
  }
  return lines;
}
