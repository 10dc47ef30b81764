/** Building and patching DOM for the desk: `h` makes elements, `morph` turns the drawn tree into the wanted one. */

const HANDLERS = ["onclick", "onchange", "oninput"];

/**
 * One element. `on…` and `checked` and `value` are set as properties, the rest as attributes; false, null and
 * undefined leave an attribute out. Children are nodes or text, never markup.
 * @param {string} tag
 * @param {Record<string, any>} props
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (HANDLERS.includes(name) || name === "checked" || name === "value") element[name] = value;
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/**
 * Makes `drawn` look like `wanted` and keeps the nodes that stay. A push must not take away the focus, the
 * caret, or a button between the pointer's down and up, so nothing is replaced that can be kept.
 * @param {Node} drawn
 * @param {Node} wanted
 */
export function morph(drawn, wanted) {
  if (!alike(drawn, wanted)) {
    drawn.replaceWith(wanted);
    return;
  }
  if (drawn.nodeType === Node.TEXT_NODE) {
    if (drawn.data !== wanted.data) drawn.data = wanted.data;
    return;
  }
  for (const { name } of [...drawn.attributes]) if (!wanted.hasAttribute(name)) drawn.removeAttribute(name);
  for (const { name, value } of wanted.attributes) {
    if (drawn.getAttribute(name) !== value) drawn.setAttribute(name, value);
  }
  for (const name of HANDLERS) drawn[name] = wanted[name];
  if (drawn.nodeName === "INPUT") drawn.checked = wanted.checked;
  // What stands in a text field belongs to the person who types there.
  if (drawn.nodeName !== "TEXTAREA") morphChildren(drawn, wanted);
}

function morphChildren(drawn, wanted) {
  const kept = new Map();
  const wantedKeys = new Set([...wanted.childNodes].map(keyOf).filter(Boolean));
  for (const child of [...drawn.childNodes]) {
    const key = keyOf(child);
    if (!key) continue;
    if (wantedKeys.has(key)) kept.set(key, child);
    else child.remove();
  }
  let here = drawn.firstChild;
  for (const next of [...wanted.childNodes]) {
    const key = keyOf(next);
    const match = key ? kept.get(key) : here && alike(here, next) ? here : null;
    if (!match || !alike(match, next)) {
      drawn.insertBefore(next, here);
      continue;
    }
    if (match === here) here = here.nextSibling;
    else drawn.insertBefore(match, here);
    morph(match, next);
  }
  while (here) {
    const rest = here.nextSibling;
    here.remove();
    here = rest;
  }
}

const keyOf = (node) => node.dataset?.key ?? null;

const alike = (one, other) => one.nodeName === other.nodeName && keyOf(one) === keyOf(other);
