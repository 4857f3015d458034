// Ordering: the buttons always work, also from the keyboard; dragging is the extra. Pointer events, no library.
import { keep } from './draft.js';
import { announcement } from './lib/lists.js';

const calm = matchMedia('(prefers-reduced-motion: reduce)');

/** Moves rows with a short animation of those that change place. */
function flip(/** @type {HTMLElement} */ part, /** @type {() => void} */ change, /** @type {Element | null} */ except = null) {
  const rows = [...part.querySelectorAll('li')];
  const before = new Map(rows.map((row) => [row, row.getBoundingClientRect().top]));
  change();
  if (calm.matches) return;
  for (const row of rows) {
    const by = (before.get(row) ?? 0) - row.getBoundingClientRect().top;
    if (by && row !== except) row.animate([{ transform: `translateY(${by}px)` }, { transform: 'none' }], { duration: 220, easing: 'cubic-bezier(.2,.7,.2,1)' });
  }
}

/** @type {WeakSet<HTMLElement>} */
const wired = new WeakSet();

export function order(/** @type {HTMLElement} */ part) {
  if (wired.has(part)) return; // its listeners stay with it when its items become others
  wired.add(part);
  const list = /** @type {HTMLElement} */ (part.querySelector('.sequence-items'));
  const out = /** @type {HTMLElement | null} */ (part.querySelector('.sequence-out'));
  const say = part.querySelector('[data-say]');
  const rows = () => /** @type {HTMLElement[]} */ ([...list.children]);

  /** First and last rows cannot go further; what was left out can only come back. */
  function tidy() {
    rows().forEach((row, place, all) => setMoves(row, place === 0, place === all.length - 1));
    const form = part.closest('form');
    if (form) keep(form);
  }

  function setMoves(/** @type {HTMLElement} */ row, /** @type {boolean} */ first, /** @type {boolean} */ last) {
    const [up, down] = /** @type {NodeListOf<HTMLButtonElement>} */ (row.querySelectorAll('.moves button'));
    if (up && down) { up.disabled = first; down.disabled = last; }
  }

  function announce(/** @type {HTMLElement} */ row) {
    const place = rows().indexOf(row);
    if (say) say.textContent = place < 0 ? 'Left out.' : announcement(place + 1, rows().length);
  }

  /** Up or down here; leaving out and putting back are the server's work, whose card has the right buttons. */
  function press(/** @type {MouseEvent} */ event) {
    const button = event.target instanceof Element ? /** @type {HTMLButtonElement | null} */ (event.target.closest('.moves button')) : null;
    const where = button?.value.split(':')[2];
    if (!button || (where !== '-1' && where !== '1')) return;
    event.preventDefault();
    const row = /** @type {HTMLElement} */ (button.closest('li'));
    const other = where === '-1' ? row.previousElementSibling : row.nextElementSibling;
    if (!other) return;
    flip(part, () => (where === '-1' ? other.before(row) : other.after(row)));
    tidy();
    (button.disabled ? /** @type {HTMLElement} */ (row.querySelector('.moves button:not([disabled])')) : button).focus();
    announce(row);
  }

  function grab(/** @type {PointerEvent} */ event) {
    const grip = event.target instanceof Element ? /** @type {HTMLElement | null} */ (event.target.closest('.grip')) : null;
    if (!grip || event.button || out?.contains(grip)) return;
    event.preventDefault();
    part.setPointerCapture(event.pointerId); // a row would lose the pointer when it changes place
    drag(/** @type {HTMLElement} */ (grip.closest('li')), event.clientY);
  }

  function drag(/** @type {HTMLElement} */ row, /** @type {number} */ start) {
    const from = rows().indexOf(row);
    const dragging = new AbortController();
    const { signal } = dragging;
    let origin = start;
    part.toggleAttribute('data-dragging', true);
    row.classList.add('dragged');
    const move = (/** @type {PointerEvent} */ { clientY }) => {
      row.style.transform = `translateY(${clientY - origin}px)`;
      const middle = row.getBoundingClientRect().top + row.offsetHeight / 2;
      const passed = rows().find((other) => other !== row && hasPassed(row, other, middle));
      if (passed) origin += swap(row, passed);
      row.style.transform = `translateY(${clientY - origin}px)`;
      if (clientY < 80) scrollBy(0, -9);
      else if (clientY > innerHeight - 60) scrollBy(0, 9);
    };
    const end = () => {
      dragging.abort();
      part.toggleAttribute('data-dragging', false);
      row.classList.remove('dragged');
      row.style.transform = '';
      if (rows().indexOf(row) !== from) { tidy(); announce(row); }
    };
    part.addEventListener('pointermove', move, { signal });
    part.addEventListener('pointerup', end, { signal });
    part.addEventListener('pointercancel', end, { signal });
  }

  const hasPassed = (/** @type {HTMLElement} */ row, /** @type {HTMLElement} */ other, /** @type {number} */ middle) => {
    const box = other.getBoundingClientRect();
    const below = rows().indexOf(other) > rows().indexOf(row);
    return below ? middle > box.top + box.height / 2 : middle < box.top + box.height / 2;
  };

  /** Puts the row beyond the other; gives how far its place has moved. */
  function swap(/** @type {HTMLElement} */ row, /** @type {HTMLElement} */ other) {
    const top = row.offsetTop;
    const below = rows().indexOf(other) > rows().indexOf(row);
    flip(part, () => (below ? other.after(row) : other.before(row)), row);
    return row.offsetTop - top;
  }

  part.addEventListener('click', press);
  part.addEventListener('pointerdown', grab);
}
