// What is being typed is kept: at once in this browser, a moment later on the server.
import { fieldsOf, fillFields, isNewer } from './lib/fields.js';

const WAIT = 600;
/** Forms whose typing has not reached the server yet.
 * @type {Map<string, {form: HTMLFormElement, timer: ReturnType<typeof setTimeout>}>} */
const waiting = new Map();
const slot = (/** @type {HTMLFormElement} */ form) => `draft:${form.dataset.exercise}`;

function store(/** @type {HTMLFormElement} */ form) {
  try { localStorage.setItem(slot(form), JSON.stringify({ at: Date.now(), seed: Number(form.dataset.seed), fields: fieldsOf(new FormData(form)) })); } catch { /* private mode: the server keeps it */ }
}

function read(/** @type {HTMLFormElement} */ form) {
  try { return JSON.parse(localStorage.getItem(slot(form)) ?? 'null'); } catch { return null; }
}

async function upload(/** @type {HTMLFormElement} */ form) {
  cancelDraft(form);
  const body = JSON.stringify({ seed: Number(form.dataset.seed), fields: fieldsOf(new FormData(form)) });
  const response = await fetch(`/drafts/${form.dataset.exercise}`, { method: 'PUT', body, headers: { 'Content-Type': 'application/json' }, keepalive: body.length < 60_000 }).catch(() => null);
  const note = form.querySelector('[data-saved]');
  if (note) note.textContent = response?.ok ? 'Kept.' : 'Kept in this browser; the server does not answer.';
}

export function cancelDraft(/** @type {HTMLFormElement} */ form) {
  clearTimeout(waiting.get(slot(form))?.timer);
  waiting.delete(slot(form));
}

export function forgetDraft(/** @type {HTMLFormElement} */ form) {
  cancelDraft(form);
  try { localStorage.removeItem(slot(form)); } catch { /* nothing was kept */ }
}

/** Keeps a form's fields: in the browser now, on the server when typing pauses. */
export function keep(/** @type {HTMLFormElement} */ form) {
  if (!form.dataset.exercise) return; // an answer that its author only tries
  store(form);
  cancelDraft(form);
  waiting.set(slot(form), { form, timer: setTimeout(() => upload(form), WAIT) });
}

function restore(/** @type {HTMLFormElement} */ form) {
  const local = read(form);
  if (!local || !isNewer(local, Number(form.dataset.seed), Number(form.dataset.draftAt))) return;
  fillFields(form, local.fields);
  upload(form);
}

/** Puts back what was typed here and did not reach the server. */
export function restoreDrafts(/** @type {ParentNode} */ root) {
  /** @type {NodeListOf<HTMLFormElement>} */ (root.querySelectorAll('form[data-exercise]')).forEach(restore);
}

document.addEventListener('input', ({ target }) => {
  const form = target instanceof Element ? /** @type {HTMLFormElement | null} */ (target.closest('form[data-exercise]')) : null;
  if (form) keep(form);
});

/** Whoever leaves the page within the wait has it kept too. */
addEventListener('pagehide', () => [...waiting.values()].forEach(({ form }) => upload(form)));
