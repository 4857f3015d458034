// The place of a verdict: a live region that stays in the page, so that what comes into it is read out.

const calm = matchMedia('(prefers-reduced-motion: reduce)');
export const feedbackOf = (/** @type {Element} */ card) => /** @type {HTMLElement} */ (card.querySelector('[data-feedback]'));

/** Puts what the server told into the card, and into sight. */
export function show(/** @type {HTMLElement} */ card, /** @type {string} */ html) {
  const region = feedbackOf(card);
  card.removeAttribute('data-stale');
  card.toggleAttribute('data-fresh', true);
  region.innerHTML = html;
  bringIntoSight(region, card.querySelector('.editor') !== null);
}

/** A program must not run away from under its writer: there the head of the verdict peeks in from below. */
function bringIntoSight(/** @type {HTMLElement} */ region, /** @type {boolean} */ stay) {
  region.style.setProperty('--height', `${region.offsetHeight}px`);
  region.toggleAttribute('data-peek', stay);
  if (!stay && region.getBoundingClientRect().bottom > innerHeight) scrollTo(region);
}

const scrollTo = (/** @type {Element} */ region) => region.scrollIntoView({ block: 'nearest', behavior: calm.matches ? 'auto' : 'smooth' });

/** The verdict of an answer that is no longer the one in the form. */
export function setAside(/** @type {Element} */ card) {
  card.setAttribute('data-stale', '');
  card.removeAttribute('data-verdict');
}

/** An edited answer is a new answer: the old verdict steps back. */
function withdraw(/** @type {Event} */ { target }) {
  if (!(target instanceof Element)) return;
  target.closest('.part')?.removeAttribute('data-verdict');
  const card = target.closest('.exercise');
  if (card) setAside(card);
}

export function feedbackPlaces() {
  document.addEventListener('input', withdraw);
  document.addEventListener('click', ({ target }) => {
    const region = target instanceof Element && target.closest('.verdict-heading') ? target.closest('[data-peek]') : null;
    region?.removeAttribute('data-peek');
    if (region) scrollTo(region);
  });
}
