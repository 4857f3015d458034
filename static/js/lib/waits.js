// What is said of a server that asks for patience.

/** The sentence for a `Retry-After` header, "" without one. */
export function whenAgain(/** @type {string | null} */ seconds) {
  const wait = Number(seconds);
  return wait > 0 ? `Try again in ${wait} ${wait === 1 ? 'second' : 'seconds'}.` : '';
}
