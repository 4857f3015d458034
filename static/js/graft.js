// A card becomes like a fresh one from the server, around parts that stay where they are: what is never moved
// keeps its caret, selection, scroll, undo and the phone's keyboard.

/** A part that stays, and its place in the fresh tree.
 * @typedef {[was: Element, is: Element]} Kept */

const childTowards = (/** @type {Element} */ root, /** @type {Element} */ part) => [...root.children].find((child) => child.contains(part));

function copyAttributes(/** @type {Element} */ old, /** @type {Element} */ fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes]) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
}

/** Gives `old` the attributes and children of `fresh`, but for the kept parts, which stand in the same order in both.
 * @param {Kept[]} kept */
export function graft(/** @type {Element} */ old, /** @type {Element} */ fresh, kept) {
  copyAttributes(old, fresh);
  const ways = new Map(kept.map(([was, is]) => [childTowards(fresh, is), childTowards(old, was)]));
  const staying = new Set(ways.values());
  [...old.childNodes].filter((child) => !(child instanceof Element && staying.has(child))).forEach((child) => child.remove());
  let next = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const way = child instanceof Element ? ways.get(child) : undefined;
    if (!way) { old.insertBefore(child, next); continue; }
    next = way.nextSibling;
    if (!kept.some(([was]) => was === way)) graft(way, /** @type {Element} */ (child), kept.filter(([was]) => way.contains(was)));
  }
}
