// Loads a part when it comes near the window.

/** Calls `load` once for each element that matches, when it is about to be seen. */
export function whenNear(/** @type {ParentNode} */ root, /** @type {string} */ selector, /** @type {(part: HTMLElement) => unknown} */ load) {
  const watcher = new IntersectionObserver((entries) => entries.filter((entry) => entry.isIntersecting).forEach(({ target }) => {
    watcher.unobserve(target);
    load(/** @type {HTMLElement} */ (target));
  }), { rootMargin: '400px' });
  root.querySelectorAll(selector).forEach((part) => watcher.observe(part));
}
