// What is said of a list, as pure functions.

/** What a screen reader is told after a move. */
export const announcement = (/** @type {number} */ place, /** @type {number} */ of) => `Moved to place ${place} of ${of}.`;

/** Whole percent; 100 only when all are there. */
export const percent = (/** @type {number} */ part, /** @type {number} */ of) => (of ? Math.floor((part * 100) / of) : 0);
