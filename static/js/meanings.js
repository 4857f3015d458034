// A symbol in a formula tells its meaning: under the pointer its own, with the focus on a formula those of all its symbols.

const SYMBOL = '[data-symbol]';

/** The keys that have a meaning here. @type {Set<string>} */
let keys = new Set();
/** The meanings by key, once they were asked for. @type {Promise<Map<string, HTMLElement>> | undefined} */
let asked;
/** What the pointer or the focus is on. @type {Element | null} */
let on = null;
const tip = document.createElement('div');

function keyOf(/** @type {Element} */ part) {
  return part.getAttribute('data-symbol') ?? '';
}

/** @returns {Promise<Map<string, HTMLElement>>} */
async function fetched(/** @type {string} */ address) {
  const answer = await fetch(address), holder = document.createElement('div');
  if (answer.ok) holder.innerHTML = await answer.text();
  const parts = /** @type {NodeListOf<HTMLElement>} */ (holder.querySelectorAll('[data-meaning]'));
  return new Map([...parts].map((part) => [part.dataset.meaning ?? '', part]));
}

/** Shows the meanings of these symbols, each once, in the order of reading. */
async function show(/** @type {Element[]} */ symbols, /** @type {Element} */ at, /** @type {string} */ address) {
  on = at;
  asked ??= fetched(address);
  const known = await asked.catch(() => { asked = undefined; return new Map(); });
  const found = symbols.flatMap((symbol) => known.get(keyOf(symbol)) ?? []);
  if (!found.length || on !== at) return;
  tip.replaceChildren(...new Map(found.map((meaning) => [meaning.textContent, meaning.cloneNode(true)])).values());
  tip.hidden = false;
  const place = at.getBoundingClientRect(), room = document.documentElement.clientWidth;
  const left = Math.max(8, Math.min(place.left + place.width / 2 - tip.offsetWidth / 2, room - tip.offsetWidth - 8));
  const above = place.top - tip.offsetHeight - 6;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${(above > 64 ? above : place.bottom + 6) + scrollY}px`;
}

function hide() {
  on = null;
  tip.hidden = true;
  document.querySelector('[aria-describedby=meaning]')?.removeAttribute('aria-describedby');
}

/** Displayed formulas can be reached by keyboard, and the first formula in the text that brings a symbol. */
function reachable() {
  /** @type {Set<string>} */
  const met = new Set();
  document.querySelectorAll('.prose .katex, .note .katex').forEach((part) => {
    const formula = /** @type {HTMLElement} */ (part);
    const held = [...formula.querySelectorAll(SYMBOL)].map(keyOf).filter((key) => keys.has(key));
    if (held.length && (formula.closest('.eq') || held.some((key) => !met.has(key)))) formula.tabIndex = 0;
    held.forEach((key) => met.add(key));
  });
}

export function meanings(/** @type {HTMLElement} */ place) {
  const address = place.dataset.meanings ?? '';
  keys = new Set(place.dataset.keys?.split(' '));
  Object.assign(tip, { id: 'meaning', className: 'meaning', role: 'tooltip', hidden: true });
  document.body.append(tip);
  reachable();
  document.addEventListener('pointermove', ({ target, clientX, clientY }) => {
    const part = target instanceof Element ? target : null;
    if (!part?.closest('.katex')) {
      if (on && !part?.closest('.meaning') && !document.activeElement?.matches('.katex')) hide();
      return;
    }
    const symbol = document.elementsFromPoint(clientX, clientY).find((one) => one.matches(SYMBOL)); // boxes overlap in scripts
    if (symbol && symbol !== on && keys.has(keyOf(symbol))) show([symbol], symbol, address);
  });
  document.addEventListener('focusin', ({ target }) => {
    const formula = target instanceof Element ? target.closest('.katex') : null;
    hide();
    if (!formula) return;
    formula.setAttribute('aria-describedby', 'meaning');
    show([...formula.querySelectorAll(SYMBOL)], formula, address);
  });
  document.addEventListener('focusout', hide);
  document.addEventListener('keydown', ({ key }) => { if (key === 'Escape') hide(); });
}
