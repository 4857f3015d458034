// Where the focus was in a card, found again in the card that replaces it.

/** @typedef {{selector: string, start: number | null, end: number | null} | null} Place */

const describe = (/** @type {Element} */ part) => {
  if (part.id) return `#${CSS.escape(part.id)}`;
  const name = part.getAttribute('name');
  const value = part.getAttribute('value');
  return name ? `[name="${CSS.escape(name)}"]${value === null || part.matches('.field') ? '' : `[value="${CSS.escape(value)}"]`}` : '';
};

/** @returns {Place} */
export function focusPlace(/** @type {HTMLElement} */ card) {
  const part = document.activeElement;
  if (!part || !card.contains(part)) return null;
  if (part.closest('.cm-editor')) return { selector: '.cm-content', start: null, end: null };
  const typed = part instanceof HTMLInputElement && part.type === 'text' || part instanceof HTMLTextAreaElement;
  return { selector: describe(part), start: typed ? part.selectionStart : null, end: typed ? part.selectionEnd : null };
}

export function restoreFocus(/** @type {HTMLElement} */ card, /** @type {Place} */ place) {
  if (!place) return;
  const part = /** @type {HTMLElement | null} */ ((place.selector && card.querySelector(place.selector)) || card.querySelector('button[value=check]'));
  part?.focus({ preventScroll: true });
  if (place.start !== null && (part instanceof HTMLInputElement || part instanceof HTMLTextAreaElement)) part.setSelectionRange(place.start, place.end);
}
