// A tree becomes like a fresh one with as few changes as can be: what is equal is not touched, so that caret,
// selection, scroll, open details and editors in it go on.

const keepOf = (/** @type {Node} */ node) => (node instanceof HTMLElement ? node.dataset.keep : undefined);
const idOf = (/** @type {Node} */ node) => (node instanceof Element ? node.id || node.getAttribute('name') || '' : '');

/** Whether one node can become the other. */
function isKin(/** @type {Node} */ old, /** @type {Node} */ fresh) {
  return old.nodeType === fresh.nodeType && old.nodeName === fresh.nodeName && idOf(old) === idOf(fresh);
}

/** Attributes that the page's own scripts set. */
const OURS = ['open', 'tabindex', 'aria-busy', 'data-changed'];

function copyAttributes(/** @type {Element} */ old, /** @type {Element} */ fresh) {
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && !OURS.includes(name)) old.removeAttribute(name);
  for (const { name, value } of [...fresh.attributes]) if (old.getAttribute(name) !== value && name !== 'open') old.setAttribute(name, value);
}

/** A part that says it is the same stays, and what its scripts put into it; a form that changes says so. */
export function morph(/** @type {Element} */ old, /** @type {Element} */ fresh) {
  if (keepOf(old) !== undefined && keepOf(old) === keepOf(fresh)) return;
  if (old.isEqualNode(fresh)) return;
  copyAttributes(old, fresh);
  if (old instanceof HTMLFormElement) old.setAttribute('data-changed', '');
  if (old instanceof HTMLTextAreaElement || old.matches('.editor')) { old.replaceWith(fresh); return; }
  morphChildren(old, fresh);
}

function morphChildren(/** @type {Element} */ old, /** @type {Element} */ fresh) {
  let next = old.firstChild;
  for (const is of [...fresh.childNodes]) {
    const was = nextKin(next, is);
    if (!was) { old.insertBefore(is, next); continue; }
    while (next && next !== was) next = removed(next);
    next = was.nextSibling;
    if (was instanceof Element) morph(was, /** @type {Element} */ (is));
    else if (was.nodeValue !== is.nodeValue) was.nodeValue = is.nodeValue;
  }
  while (next) next = removed(next);
}

/** The first of the remaining nodes that can become the fresh one; one with an id is looked for further on. */
function nextKin(/** @type {ChildNode | null} */ from, /** @type {Node} */ fresh) {
  if (from && isKin(from, fresh)) return from;
  if (!idOf(fresh)) return null;
  for (let node = from; node; node = node.nextSibling) if (isKin(node, fresh)) return node;
  return null;
}

function removed(/** @type {ChildNode} */ node) {
  const after = node.nextSibling;
  node.remove();
  return after;
}
