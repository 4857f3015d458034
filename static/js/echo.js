// While a number or formula is typed, the server says how it reads it.

const WAIT = 250;
/** @type {WeakMap<Element, ReturnType<typeof setTimeout>>} */
const timers = new WeakMap();

async function ask(/** @type {HTMLInputElement} */ field) {
  const form = field.form;
  const place = document.getElementById(field.getAttribute('aria-describedby') ?? '');
  if (!form || !place) return;
  const asked = field.value;
  if (!asked.trim()) { place.textContent = ''; return; }
  const body = new URLSearchParams({ seed: form.dataset.seed ?? '0', answer: asked, part: field.name.split('.')[1] ?? '' });
  const response = await fetch(form.dataset.read ?? `${form.getAttribute('action')}/read`, { method: 'POST', body }).catch(() => null);
  if (response?.ok && field.value === asked) place.innerHTML = await response.text();
}

export function echoFields() {
  document.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || !target.matches('[data-echo]')) return;
    clearTimeout(timers.get(target));
    timers.set(target, setTimeout(() => ask(target), WAIT));
  });
}
