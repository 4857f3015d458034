// Answers: the form is posted by fetch; a check gives a card that the old one becomes, a run only what it told.
import { carryTyped, editorThatStays, read, typedSince } from './carry.js';
import { cancelDraft, forgetDraft, keep } from './draft.js';
import { feedbackOf, setAside, show } from './feedback.js';
import { focusPlace, restoreFocus } from './focus.js';
import { graft } from './graft.js';
import { whenAgain } from './lib/waits.js';
import { countSolved, isSolved } from './tally.js';

const SOON = 300;
const GONE = '<div class="verdict" data-verdict="invalid"><p class="verdict-heading">The workbook did not answer</p><p>Is the server still running? What you typed is kept here; try again in a moment.</p></div>';
const cardOf = (/** @type {HTMLElement} */ part) => /** @type {HTMLElement} */ (part.closest('.exercise'));

/** @typedef {{form: HTMLFormElement, sent: Record<string, string[]>, response: Response}} Reply */
/** @typedef {(root: ParentNode) => void} Enhance */

/** Posts a form and gives the response, or null when the server does not answer in words. */
async function post(/** @type {HTMLFormElement} */ form, /** @type {HTMLElement | null} */ button) {
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form, button)));
  const response = await fetch(form.getAttribute('action') ?? '', { method: 'POST', body, headers: { 'X-Fragment': '1' } }).catch(() => null);
  return response?.headers.get('content-type')?.startsWith('text/html') ? response : null;
}

/** Marks the form as busy, and says so when it takes long. Gives what ends that. */
function begin(/** @type {HTMLFormElement} */ form, /** @type {HTMLElement | null} */ button) {
  const note = form.querySelector('[data-under-way]');
  const timer = setTimeout(() => { if (note) note.textContent = 'Your program is running…'; }, SOON);
  form.ariaBusy = 'true';
  button?.setAttribute('aria-busy', 'true');
  return () => {
    clearTimeout(timer);
    if (note) note.textContent = '';
    form.ariaBusy = null;
    button?.removeAttribute('aria-busy');
  };
}

/** A message in place of a verdict, leaving every field as it is. */
function tell(/** @type {HTMLFormElement} */ form, /** @type {string} */ html, again = '') {
  const card = cardOf(form);
  show(card, html);
  if (again) feedbackOf(card).querySelector('.verdict')?.insertAdjacentHTML('beforeend', `<p>${again}</p>`);
  card.dataset.verdict = 'invalid';
  keep(form);
}

/** The card becomes the fresh one, but for the live region and an editor that goes on. */
function become(/** @type {HTMLElement} */ card, /** @type {HTMLElement} */ fresh, /** @type {Record<string, string[]>} */ sent) {
  const verdict = feedbackOf(fresh).innerHTML;
  graft(card, fresh, [...editorThatStays(card, fresh, sent), [feedbackOf(card), feedbackOf(fresh)]]);
  show(card, verdict);
}

/** The card keeps the focus where it was, what was typed meanwhile, the form's way back, the address of its numbers. */
async function take(/** @type {Reply} */ { form, sent, response }, /** @type {Enhance} */ enhance) {
  const card = cardOf(form);
  const html = await response.text();
  const fresh = /** @type {HTMLElement | null} */ (new DOMParser().parseFromString(html, 'text/html').querySelector('.exercise'));
  if (!fresh) return;
  const before = { place: focusPlace(card), late: typedSince(sent, form), solved: isSolved(card), seed: form.dataset.seed };
  const inChapter = card.querySelector('input[name=from]')?.cloneNode();
  become(card, document.importNode(fresh, true), sent);
  if (inChapter && !form.querySelector('input[name=from]')) form.prepend(inChapter);
  if (!before.solved) countSolved(card);
  if (before.seed === form.dataset.seed && carryTyped(before.late, form)) setAside(card);
  enhance(card);
  restoreFocus(card, before.place);
  const address = response.headers.get('X-Location');
  if (address && location.pathname.startsWith('/exercises/')) history.replaceState(null, '', address);
}

/** What a run told goes into its place; the rest of the card is not touched. */
async function takeTrial(/** @type {Reply} */ { form, sent, response }) {
  const card = cardOf(form);
  const html = await response.text();
  const isLate = Object.keys(typedSince(sent, form)).length > 0;
  card.removeAttribute('data-verdict');
  show(card, html);
  if (isLate) setAside(card);
  else forgetDraft(form);
}

async function send(/** @type {HTMLFormElement} */ form, /** @type {HTMLElement | null} */ button, /** @type {Enhance} */ enhance) {
  const sent = read(form);
  const end = begin(form, button);
  cancelDraft(form);
  const response = await post(form, button);
  end();
  if (!response) return tell(form, GONE);
  const isRead = response.ok || (response.status === 422 && response.headers.has('X-Location'));
  if (!isRead) return tell(form, await response.text(), whenAgain(response.headers.get('Retry-After')));
  if (response.headers.has('X-Trial')) return takeTrial({ form, sent, response });
  if (response.ok) forgetDraft(form);
  return take({ form, sent, response }, enhance);
}

export function answerForms(/** @type {Enhance} */ enhance) {
  document.addEventListener('submit', (event) => {
    const form = event.target instanceof HTMLFormElement ? event.target : null;
    if (!form?.dataset.exercise || event.defaultPrevented) return;
    event.preventDefault();
    if (form.ariaBusy !== 'true') send(form, event.submitter, enhance);
  });
}
