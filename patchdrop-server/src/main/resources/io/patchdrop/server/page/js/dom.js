// Elements from scripts. Text only ever becomes text nodes.

/**
 * Makes an element.
 *
 * @param {string} name such as "td" or "button.quiet": a tag and classes
 * @param {Object} attributes; functions become listeners ("onclick"), true is an attribute without value, false, null and
 *     undefined none
 * @param {...(Node|string|number|null)} children
 */
export function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const made = document.createElement(tag);
  if (classes.length > 0) {
    made.className = classes.join(' ');
  }
  set(made, attributes);
  made.append(...children.filter((child) => child !== null).map((child) => (child instanceof Node ? child : String(child))));
  return made;
}

const SVG = 'http://www.w3.org/2000/svg';

/** The same of SVG. */
export function svg(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const made = document.createElementNS(SVG, tag);
  if (classes.length > 0) {
    made.setAttribute('class', classes.join(' '));
  }
  set(made, attributes);
  made.append(...children);
  return made;
}

function set(made, attributes) {
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(key.replace(/^on/, ''), value);
    } else if (value === true) {
      made.setAttribute(key, '');
    } else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(key, value);
    }
  }
}

export function byId(id) {
  return document.getElementById(id);
}

/** Fills an element anew; the same content is left alone, so that screen readers do not read it twice. */
export function setText(node, text) {
  if (node.textContent !== text) {
    node.textContent = text;
  }
}

export function prefersReducedMotion() {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches;
}
