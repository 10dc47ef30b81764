/** Building and patching DOM for the desk: `h` makes elements, `morph` turns the drawn tree into the wanted one. */

const HANDLERS = ["onclick", "onchange", "oninput", "onkeydown", "onfocus", "onsubmit", "oncancel"];
const PROPERTIES = [...HANDLERS, "checked", "value", "fill"];

/**
 * One element. `on…`, `checked`, `value` and `fill` are set as properties, the rest as attributes; false, null and
 * undefined leave an attribute out. Children are nodes or text, never markup.
 * @param {string} tag
 * @param {Record<string, any>} props
 * @param {...(Node | string | number | null | undefined | false)} children
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (PROPERTIES.includes(name)) element[name] = value;
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

/**
 * A place in the drawing that something else draws: `fill(element)` is called once it stands in the page, and it is
 * left alone from then on, for as long as its key stays the same.
 */
export const island = (key, props, fill) => h("div", { "data-key": key, "data-island": "empty", fill, ...props });

/** Fill the islands that have appeared in a drawn tree. */
export function fillIslands(root) {
  for (const each of root.querySelectorAll("[data-island=empty]")) {
    each.dataset.island = "filled";
    each.fill?.(each);
  }
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
  if (drawn.dataset?.island) return;
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

/** A button of the desk: `look` is "primary", "plain" or "quiet", `key` what it is called in the tree, `cap` its key. */
export function press(look, key, text, onclick, { cap, ...more } = {}) {
  const inside = [h("span", {}, text), cap && h("kbd", { "aria-hidden": "true" }, cap)];
  return h("button", { type: "button", class: `d-button d-${look}`, "data-key": key, onclick, ...more }, inside);
}
