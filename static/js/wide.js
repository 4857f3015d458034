// What is wider than its place can be scrolled from the keyboard.

const PARTS = '.eq, .sequence-text, .code.pick, .prompt pre, .solution pre, .prose pre, .case-values dd, .flashcard > div, .solution > div';

function mark(/** @type {HTMLElement} */ part) {
  const wide = part.scrollWidth > part.clientWidth + 1;
  if (wide) part.tabIndex = 0;
  else part.removeAttribute('tabindex');
}

const watcher = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(/** @type {HTMLElement} */ (target))));

export function scrollableParts(/** @type {ParentNode} */ root) {
  root.querySelectorAll(PARTS).forEach((part) => watcher.observe(part));
}
