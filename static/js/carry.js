// What the student did while an answer was under way, carried into the card that replaces the old one.
import { keep } from './draft.js';
import { changedFields, fieldsOf, fillFields } from './lib/fields.js';

/** @typedef {Record<string, string[]>} Fields */

/** What a form holds now. */
export const read = (/** @type {HTMLFormElement} */ form) => fieldsOf(new FormData(form));

/** The code editor goes on in the new card, with its history and caret, unless the server shows another program. */
export function carryEditor(/** @type {HTMLElement} */ card, /** @type {HTMLElement} */ fresh, /** @type {Fields} */ sent) {
  const editor = card.querySelector('.editor:has(.cm-editor)');
  const place = fresh.querySelector('.editor');
  if (editor && place?.querySelector('textarea')?.value === sent.code?.[0]) place?.replaceWith(editor);
}

/** What was typed since the form was sent, by field. */
export const typedSince = (/** @type {Fields} */ sent, /** @type {HTMLFormElement} */ form) => changedFields(sent, read(form));

/** Puts late typing into the new form and keeps it. Gives whether there was any; other numbers make it pointless. */
export function carryTyped(/** @type {Fields} */ late, /** @type {HTMLFormElement} */ form, /** @type {HTMLFormElement} */ fresh) {
  if (!Object.keys(late).length || fresh.dataset.seed !== form.dataset.seed) return false;
  fillFields(fresh, { ...read(fresh), ...late });
  keep(fresh);
  return true;
}
