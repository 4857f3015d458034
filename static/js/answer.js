// Answers: the form is posted by fetch, and the card that comes back takes the place of the old one.
import { carryEditor, carryTyped, read, typedSince } from './carry.js';
import { cancelDraft, forgetDraft } from './draft.js';
import { focusPlace, restoreFocus } from './focus.js';
import { countSolved } from './tally.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');
const cardOf = (/** @type {HTMLElement} */ part) => /** @type {HTMLElement} */ (part.closest('.exercise'));

/** Posts a form and gives the response, or null when the server does not answer. */
async function post(/** @type {HTMLFormElement} */ form, /** @type {HTMLElement | null} */ button) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form, button)));
  return fetch(form.getAttribute('action') ?? '', { method: 'POST', body, headers: { 'X-Fragment': '1' } }).catch(() => null);
}

/** Puts a message into the card's live region, leaving every field as it is. */
function tell(/** @type {HTMLElement} */ card, /** @type {string} */ html) {
  const region = card.querySelector('[data-feedback]');
  if (region) region.innerHTML = html;
  card.dataset.verdict = 'invalid';
}

const GONE = '<div class="verdict" data-verdict="invalid"><p class="verdict-heading">The workbook did not answer</p><p>Is the server still running? What you typed is kept here; try again in a moment.</p></div>';

/** Replaces the card, but writes the verdict into a live region that was there before, so that it is read out. */
function replace(/** @type {HTMLElement} */ card, /** @type {string} */ html, /** @type {Record<string, string[]>} */ sent) {
  const parsed = new DOMParser().parseFromString(html, 'text/html').querySelector('.exercise');
  const fresh = /** @type {HTMLElement | null} */ (parsed && document.importNode(parsed, true));
  if (!fresh) return card;
  const old = card.querySelector('[data-feedback]');
  const place = fresh.querySelector('[data-feedback]');
  const verdict = place?.innerHTML ?? '';
  fresh.toggleAttribute('data-fresh', true);
  carryEditor(card, fresh, sent);
  card.replaceWith(fresh);
  if (old && place) {
    old.innerHTML = '';
    place.replaceWith(old);
    requestAnimationFrame(() => { old.innerHTML = verdict; showVerdict(old); });
  }
  return fresh;
}

function showVerdict(/** @type {Element} */ region) {
  const box = region.getBoundingClientRect();
  if (box.bottom > innerHeight) region.scrollIntoView({ block: 'nearest', behavior: calm.matches ? 'auto' : 'smooth' });
}

/** @typedef {{form: HTMLFormElement, sent: Record<string, string[]>, response: Response}} Reply */

/** The new card keeps the focus where it was, what was typed meanwhile, the form's way back, the address of its numbers. */
async function take(/** @type {Reply} */ { form, sent, response }, /** @type {(root: ParentNode) => void} */ enhance) {
  const card = cardOf(form);
  const html = await response.text();
  const place = focusPlace(card);
  const inChapter = card.querySelector('input[name=from]')?.cloneNode();
  const late = typedSince(sent, form);
  const fresh = replace(card, html, sent);
  const next = /** @type {HTMLFormElement} */ (fresh.querySelector('form'));
  if (inChapter && !next.querySelector('input[name=from]')) next.prepend(inChapter);
  countSolved(card, fresh);
  if (carryTyped(late, form, next)) setAside(fresh);
  enhance(fresh);
  restoreFocus(fresh, place);
  const address = response.headers.get('X-Location');
  if (address && location.pathname.startsWith('/exercises/')) history.replaceState(null, '', address);
}

async function send(/** @type {HTMLFormElement} */ form, /** @type {HTMLElement | null} */ button, /** @type {(root: ParentNode) => void} */ enhance) {
  const sent = read(form);
  form.ariaBusy = 'true';
  button?.setAttribute('aria-busy', 'true');
  cancelDraft(form);
  const response = await post(form, button);
  form.ariaBusy = null;
  button?.removeAttribute('aria-busy');
  const text = response?.headers.get('content-type')?.startsWith('text/html');
  if (!response || !text) return tell(cardOf(form), GONE);
  if (response.status === 200 || (response.status === 422 && response.headers.has('X-Location'))) {
    if (response.ok) forgetDraft(form);
    return take({ form, sent, response }, enhance);
  }
  return tell(cardOf(form), await response.text());
}

/** The verdict of an answer that is no longer the one in the form. */
function setAside(/** @type {Element} */ card) {
  card.setAttribute('data-stale', '');
  card.removeAttribute('data-verdict');
}

/** An edited answer is a new answer: the old verdict steps back. */
function withdraw(/** @type {Event} */ { target }) {
  if (!(target instanceof Element)) return;
  target.closest('.part')?.removeAttribute('data-verdict');
  const card = target.closest('.exercise');
  if (card) setAside(card);
}

export function answerForms(/** @type {(root: ParentNode) => void} */ enhance) {
  document.addEventListener('submit', (event) => {
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    if (!form?.dataset.exercise || event.defaultPrevented) return;
    event.preventDefault();
    if (form.ariaBusy !== 'true') send(form, event.submitter, enhance);
  });
  document.addEventListener('input', withdraw);
}
