// What is said of a list, as pure functions.

/** What a screen reader is told after a move. */
export const announcement = (/** @type {number} */ place, /** @type {number} */ of) => `Moved to place ${place} of ${of}.`;
