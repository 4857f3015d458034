// What the student did while an answer was under way, carried into the card as the server shows it now.
import { keep } from './draft.js';
import { changedFields, fieldsOf, fillFields } from './lib/fields.js';

/** @typedef {Record<string, string[]>} Fields */

/** What a form holds now. */
export const read = (/** @type {HTMLFormElement} */ form) => fieldsOf(new FormData(form));

/** The code editor, which goes on with its history and caret, unless the server shows another program.
 * @returns {import('./graft.js').Kept[]} */
export function editorThatStays(/** @type {HTMLElement} */ card, /** @type {HTMLElement} */ fresh, /** @type {Fields} */ sent) {
  const editor = card.querySelector('.editor');
  const place = fresh.querySelector('.editor');
  return editor && place && place.querySelector('textarea')?.value === sent.code?.[0] ? [[editor, place]] : [];
}

/** What was typed since the form was sent, by field. */
export const typedSince = (/** @type {Fields} */ sent, /** @type {HTMLFormElement} */ form) => changedFields(sent, read(form));

/** Puts late typing into the form again and keeps it. Gives whether there was any. */
export function carryTyped(/** @type {Fields} */ late, /** @type {HTMLFormElement} */ form) {
  if (!Object.keys(late).length) return false;
  fillFields(form, { ...read(form), ...late });
  keep(form);
  return true;
}
