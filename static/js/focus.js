// Where the focus was in a card, found again in what the card has become.

/** @typedef {{selectors: string[], start: number | null, end: number | null} | null} Place */

const CHECK = 'button[value=check]';

/** What to look for, best first: the same control, then another button of the same item of an order.
 * @returns {string[]} */
function describe(/** @type {Element} */ part) {
  if (part.closest('.cm-editor')) return ['.cm-content'];
  if (part.id) return [`#${CSS.escape(part.id)}`];
  const named = `[name="${CSS.escape(part.getAttribute('name') ?? '')}"]`;
  const value = part.getAttribute('value');
  if (value === null || part.matches('.field')) return [named];
  const item = /^move:[^:]+:/.exec(value)?.[0];
  return [`${named}[value="${CSS.escape(value)}"]:enabled`, ...(item ? [`${named}[value^="${CSS.escape(item)}"]:enabled`] : [])];
}

/** @returns {Place} */
export function focusPlace(/** @type {HTMLElement} */ card) {
  const part = document.activeElement;
  if (!part || !card.contains(part)) return null;
  const typed = (part instanceof HTMLInputElement && part.type === 'text') || part instanceof HTMLTextAreaElement;
  return { selectors: describe(part), start: typed ? part.selectionStart : null, end: typed ? part.selectionEnd : null };
}

export function restoreFocus(/** @type {HTMLElement} */ card, /** @type {Place} */ place) {
  if (!place || card.contains(document.activeElement)) return;
  const found = [...place.selectors, CHECK].map((selector) => card.querySelector(selector)).find(Boolean);
  const part = /** @type {HTMLElement | undefined} */ (found);
  part?.focus({ preventScroll: true });
  if (place.start !== null && (part instanceof HTMLInputElement || part instanceof HTMLTextAreaElement)) part.setSelectionRange(place.start, place.end);
}
