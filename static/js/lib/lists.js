// Moving one item of a list, as pure functions of arrays.

/** The list with the item at `from` moved to `to`; out of range changes nothing.
 * @template T @param {readonly T[]} list @returns {T[]} */
export function moved(list, /** @type {number} */ from, /** @type {number} */ to) {
  const copy = [...list];
  if (from < 0 || from >= copy.length || to < 0 || to >= copy.length) return copy;
  copy.splice(to, 0, ...copy.splice(from, 1));
  return copy;
}

/** What a screen reader is told after a move. */
export const announcement = (/** @type {number} */ place, /** @type {number} */ of) => `Moved to place ${place} of ${of}.`;
