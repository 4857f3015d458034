// The author's pages: live reload on every page, and on an exercise's page the seed, tables and answers to try.
import { follow } from './live.js';
import { morph } from './morph.js';
import { whenNear } from './near.js';
import { order } from './order.js';
import { scrollableParts } from './wide.js';

const WAIT = 60;
const part = (/** @type {string} */ selector, /** @type {ParentNode} */ root = document) => /** @type {HTMLElement | null} */ (root.querySelector(selector));
const page = () => part('[data-author]');
const input = (/** @type {string} */ selector) => /** @type {HTMLInputElement | null} */ (part(selector));

/** What fresh parts of a page need. */
function enhance(/** @type {ParentNode} */ root) {
  scrollableParts(root);
  whenNear(root, '[data-order]', order);
  whenNear(root, '[data-editor]', async (found) => (found.querySelector('.cm-editor') ? null : (await import('./editor.js')).editor(found)));
}

/** The fragment at an address, or null when the server does not answer in words. */
async function fragment(/** @type {string} */ address, /** @type {RequestInit} */ options = {}) {
  const response = await fetch(address, { ...options, headers: { 'X-Fragment': '1' } }).catch(() => null);
  return response?.headers.get('content-type')?.startsWith('text/html') ? response.text() : null;
}

// ---- the seed ---

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;
/** @type {AbortController | undefined} */
let underway;

const seedNow = () => Number(input('[data-number]')?.value) || 0;

function show(/** @type {number} */ seed) {
  const number = input('[data-number]');
  const slider = input('[data-slider]');
  if (!number || !slider) return;
  if (seed > Number(slider.max)) slider.max = String(seed);
  number.value = slider.value = String(seed);
  clearTimeout(timer);
  timer = setTimeout(() => load(seed), WAIT);
}

async function load(/** @type {number} */ seed) {
  underway?.abort();
  underway = new AbortController();
  const address = `${page()?.dataset.author}?seed=${seed}`;
  const html = await fragment(address, { signal: underway.signal });
  const region = part('[data-at-seed]');
  if (html === null || !region || seedNow() !== seed) return;
  region.innerHTML = html;
  enhance(region);
  history.replaceState(null, '', address);
  document.querySelectorAll('[data-step]').forEach((link) => link.setAttribute('href', `${page()?.dataset.author}?seed=${Math.max(0, seed + Number(link.getAttribute('data-step')))}`));
  document.querySelectorAll('[data-row]').forEach((row) => row.toggleAttribute('aria-current', row.getAttribute('data-row') === String(seed)));
  document.querySelectorAll('iframe').forEach((frame) => reseed(frame, seed));
}

/** A preview goes to other numbers without an entry in the history. */
function reseed(/** @type {HTMLIFrameElement} */ frame, /** @type {number} */ seed) {
  const address = new URL(frame.src);
  address.searchParams.set('seed', String(seed));
  if (frame.contentWindow?.location.href === 'about:blank') frame.src = address.href;
  else frame.contentWindow?.location.replace(address.href);
}

function scrub(/** @type {Event} */ event) {
  const { target } = event;
  if (!(target instanceof Element)) return;
  if (target.matches('[data-slider], [data-number]') && /^\d+$/.test(/** @type {HTMLInputElement} */ (target).value)) show(Number(/** @type {HTMLInputElement} */ (target).value));
}

function step(/** @type {Event} */ event, /** @type {number} */ by) {
  event.preventDefault();
  show(Math.max(0, seedNow() + by));
}

function click(/** @type {MouseEvent} */ event) {
  if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const steps = event.target.closest('[data-step]');
  const to = event.target.closest('[data-to]');
  const again = event.target.closest('[data-refetch]');
  const look = event.target.closest('[data-look]');
  if (steps) step(event, Number(steps.getAttribute('data-step')));
  else if (to && page()) { event.preventDefault(); show(Number(to.getAttribute('data-to'))); scrollTo({ top: 0 }); }
  else if (again?.closest('[data-fetched]')) { event.preventDefault(); fetchPart(/** @type {HTMLElement} */ (again.closest('[data-fetched]')), again.getAttribute('href') ?? ''); }
  else if (look) { event.preventDefault(); choose(look.getAttribute('data-look') ?? ''); }
}

function press(/** @type {KeyboardEvent} */ event) {
  if (!page() || !event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === 'ArrowLeft') step(event, -1);
  if (event.key === 'ArrowRight') step(event, 1);
}

// ---- parts that take time ---

async function fetchPart(/** @type {HTMLElement} */ section, /** @type {string} */ address) {
  const region = part('[data-place]', section);
  if (!region) return;
  section.dataset.fetched = address;
  region.ariaBusy = 'true';
  const html = await fragment(address);
  region.ariaBusy = null;
  if (html === null || section.dataset.fetched !== address) return;
  region.innerHTML = html;
  scrollableParts(region);
}

/** Fetches the parts of the page that say where they are. */
const fetchParts = () => document.querySelectorAll('[data-fetched]').forEach((section) => {
  const found = /** @type {HTMLElement} */ (section);
  if (!found.querySelector('[data-place] > :not(p:only-child)')) fetchPart(found, found.dataset.fetched ?? '');
});

// ---- previews ---

function choose(/** @type {string} */ look) {
  document.querySelectorAll('[data-look]').forEach((link) => (link.getAttribute('data-look') === look ? link.setAttribute('aria-current', 'true') : link.removeAttribute('aria-current')));
  for (const frame of document.querySelectorAll('iframe')) {
    const address = new URL(frame.src);
    address.searchParams.set('theme', look);
    if (frame.contentDocument?.documentElement && frame.contentWindow?.location.href !== 'about:blank') frame.contentDocument.documentElement.dataset.theme = look;
    else frame.src = address.href;
  }
}

// ---- answers to try ---

async function attempt(/** @type {SubmitEvent} */ event) {
  const form = event.target instanceof HTMLFormElement ? event.target : null;
  if (!form?.hasAttribute('data-try')) return;
  event.preventDefault();
  const body = new URLSearchParams(/** @type {any} */ (new FormData(form, event.submitter)));
  form.ariaBusy = 'true';
  const html = await fragment(form.getAttribute('action') ?? '', { method: 'POST', body });
  form.ariaBusy = null;
  take(form, new DOMParser().parseFromString(html ?? '<p class="author-none">The workbook did not answer.</p>', 'text/html'));
}

/** The card takes what was told: all of it, but beside a program, which stays as it is, only the verdict. */
function take(/** @type {HTMLFormElement} */ form, /** @type {Document} */ fresh) {
  const card = /** @type {HTMLElement} */ (form.closest('.exercise'));
  const is = fresh.querySelector('.exercise');
  const region = part('[data-feedback]', form);
  card.removeAttribute('data-stale');
  if (is && !form.querySelector('.editor')) { morph(card, document.importNode(is, true)); enhance(card); return; }
  const told = is?.querySelector('[data-feedback]')?.innerHTML ?? fresh.body.innerHTML;
  if (region) region.innerHTML = told;
  const verdict = is?.getAttribute('data-verdict');
  if (verdict) card.setAttribute('data-verdict', verdict);
  else card.removeAttribute('data-verdict');
}

document.addEventListener('input', scrub);
document.addEventListener('click', click);
document.addEventListener('keydown', press);
document.addEventListener('submit', attempt);
document.addEventListener('workbook-news', fetchParts);
if (window.top !== window) document.documentElement.dataset.framed = '';
document.querySelectorAll('.scrub-keys').forEach((hint) => hint.removeAttribute('hidden'));
if (page()) fetchParts();
follow(enhance);
