// The count of solved exercises in the bar and the mark in the contents, when one is solved on this page.
import { percent } from './lib/lists.js';

export const isSolved = (/** @type {Element} */ card) => card.querySelector('.solved') !== null;

function count() {
  const score = /** @type {HTMLElement | null} */ (document.querySelector('[data-solved]'));
  if (!score) return;
  const solved = Number(score.dataset.solved) + 1;
  score.dataset.solved = score.textContent = String(solved);
  score.closest('.score')?.querySelector('.meter')?.setAttribute('style', `--share: ${percent(solved, Number(score.dataset.of))}%`);
}

/** Counts a card that was not solved before, if it is now. */
export function countSolved(/** @type {Element} */ now) {
  if (!isSolved(now)) return;
  count();
  const id = now.id.slice('x-'.length);
  document.querySelectorAll(`.steps a[href$="#x-${id}"], .steps a[href$="/${id}"]`).forEach((link) => link.classList.add('done'));
}
