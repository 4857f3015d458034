// The fields of a form as plain data, and back.

const CONTROLS = new Set(['key', 'seed', 'action', 'from']);

/** Every field but the form's own controls, with all its values.
 * @param {Iterable<[string, FormDataEntryValue]>} entries
 * @returns {Record<string, string[]>} */
export function fieldsOf(entries) {
  /** @type {Record<string, string[]>} */
  const fields = {};
  for (const [name, value] of entries) if (!CONTROLS.has(name) && typeof value === 'string') (fields[name] ??= []).push(value);
  return fields;
}

/** The fields that changed between two readings of a form, as they are in the later one.
 * @param {Record<string, string[]>} before @param {Record<string, string[]>} after
 * @returns {Record<string, string[]>} */
export function changedFields(before, after) {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differs = (/** @type {string} */ name) => JSON.stringify(before[name] ?? []) !== JSON.stringify(after[name] ?? []);
  return Object.fromEntries(names.filter(differs).map((name) => [name, after[name] ?? []]));
}

/** Whether a local draft belongs to the numbers shown and was made after what the server shows.
 * @param {{at?: unknown, seed?: unknown} | null} local */
export function isNewer(local, /** @type {number} */ seed, /** @type {number} */ shownAt) {
  return typeof local?.at === 'number' && local.seed === seed && local.at > shownAt;
}

/** Writes the values into the form: texts, choices and ticks. Orders are left as the server shows them.
 * @param {HTMLFormElement} form @param {Record<string, string[]>} fields */
export function fillFields(form, fields) {
  for (const part of /** @type {Iterable<HTMLInputElement>} */ (form.elements)) {
    const values = fields[part.name];
    if (part.type === 'radio' || part.type === 'checkbox') part.checked = values?.includes(part.value) ?? false;
    else if (values?.length === 1 && part.type !== 'hidden') part.value = values[0] ?? '';
  }
}
