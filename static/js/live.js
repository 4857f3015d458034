// The open page follows the files: what changed is fetched and grafted in; scroll, focus and typing stay.
// A browser grants a server six connections: of all pages that are seen one holds the stream and tells the others.
import { fieldsOf, fillFields } from './lib/fields.js';
import { isBehind, needsReload, newStyles } from './lib/news.js';
import { morph } from './morph.js';

/** @typedef {import('./lib/news.js').State} State */

const NEWS = 'workbook-news';
const AGAIN = 2000;
const place = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name=news]'));
/** @type {State} */
let mine = JSON.parse(place?.content ?? '{}');
let busy = false;
/** @type {State | null} */
let latest = null;

const sign = () => /** @type {HTMLElement | null} */ (document.querySelector('[data-live]'));

function say(/** @type {'here' | 'gone'} */ state, /** @type {string} */ words) {
  const shown = sign();
  if (!shown) return;
  shown.dataset.live = state;
  if (shown.textContent !== words) shown.textContent = words;
}

/** Takes a changed style sheet: its block, after the others, wins over the block it was. */
function restyle(/** @type {string[]} */ names, /** @type {State} */ state) {
  for (const name of names) {
    document.querySelectorAll(`link[data-style="${name}"]`).forEach((old) => old.remove());
    const link = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: `/static/css/${name}?${state.run}.${state.styles[name]}` });
    link.dataset.style = name;
    document.head.append(link);
  }
}

/** What is typed in the forms of the page, by exercise. */
const typed = () => new Map([...document.querySelectorAll('form[data-exercise], form[data-try]')].map((form) => [key(form), fieldsOf(new FormData(/** @type {HTMLFormElement} */ (form)))]));
const key = (/** @type {Element} */ form) => `${form.getAttribute('action')} ${form.getAttribute('data-seed')}`;

/** Puts back what was typed into forms that are others now. */
function retype(/** @type {ReturnType<typeof typed>} */ before) {
  for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-changed]'))) {
    form.removeAttribute('data-changed');
    const fields = before.get(key(form));
    if (!fields) continue;
    fillFields(form, { ...fieldsOf(new FormData(form)), ...fields });
  }
}

/** Gives the page the parts of a fresh one. */
function become(/** @type {Document} */ fresh, /** @type {(root: ParentNode) => void} */ enhance) {
  const before = typed();
  document.title = fresh.title;
  for (const part of ['#main', '.side', '#contents', '.score', '.author-bar']) {
    const old = document.querySelector(part);
    const is = fresh.querySelector(part);
    if (old && is) morph(old, /** @type {Element} */ (document.importNode(is, true)));
  }
  retype(before);
  enhance(document.querySelector('#main') ?? document);
}

async function update(/** @type {State} */ state, /** @type {(root: ParentNode) => void} */ enhance) {
  latest = state;
  if (busy) return;
  busy = true;
  try {
    while (latest && isBehind(mine, latest)) await step(latest, enhance);
  } finally {
    busy = false;
  }
}

async function step(/** @type {State} */ state, /** @type {(root: ParentNode) => void} */ enhance) {
  if (needsReload(mine, state)) { location.reload(); await new Promise(() => {}); }
  restyle(newStyles(mine, state), state);
  if (state.books !== mine.books) {
    const response = await fetch(location.href, { headers: { Accept: 'text/html' } }).catch(() => null);
    if (!response) { await new Promise((done) => setTimeout(done, 300)); return; }
    become(new DOMParser().parseFromString(await response.text(), 'text/html'), enhance);
  }
  mine = state;
  document.documentElement.dataset.news = `${state.books}`;
  document.dispatchEvent(new Event(NEWS));
}

/** Holds the stream until the signal; hands on what it tells. */
function lead(/** @type {AbortSignal} */ signal, /** @type {(told: Told) => void} */ hand) {
  return new Promise((done) => {
    const source = new EventSource('/author/news');
    const end = () => { source.close(); done(null); };
    source.onmessage = ({ data }) => hand({ state: JSON.parse(data) });
    source.onerror = () => {
      hand({ gone: true });
      if (source.readyState === EventSource.CLOSED) setTimeout(end, AGAIN);
    };
    if (signal.aborted) end();
    else signal.addEventListener('abort', end);
  });
}

/** What pages of one browser tell each other: the state, that the server is away, or a question for the state.
 * @typedef {{state?: State, gone?: boolean, ask?: boolean}} Told */

/** Follows the news while the page is seen; in a frame, what the others tell. */
export function follow(/** @type {(root: ParentNode) => void} */ enhance) {
  if (!place) return;
  const channel = new BroadcastChannel(NEWS);
  /** @type {AbortController | null} */
  let seen = null;
  /** @type {Told | null} */
  let own = null; // what this page was told, while it leads

  const take = (/** @type {Told} */ told) => {
    if (told.gone) say('gone', 'The server is away');
    if (told.state) { say('here', 'Live'); update(told.state, enhance); }
  };
  channel.onmessage = ({ data }) => { if (data.ask && own) channel.postMessage(own); else take(data); };
  const hand = (/** @type {Told} */ told) => { own = told; channel.postMessage(told); take(told); };

  async function keepLeading(/** @type {AbortSignal} */ signal) {
    while (!signal.aborted) await lead(signal, hand);
    own = null;
  }

  const look = () => {
    if (seen || document.visibilityState === 'hidden') return;
    seen = new AbortController();
    const { signal } = seen;
    channel.postMessage({ ask: true });
    if (navigator.locks) navigator.locks.request(NEWS, { signal }, () => keepLeading(signal)).catch(() => {}); // withdrawn
    else keepLeading(signal); // over plain HTTP from another computer
  };
  const away = () => { seen?.abort(); seen = null; };
  channel.postMessage({ ask: true }); // what was told before this page could listen
  if (window.top !== window) return;
  document.addEventListener('visibilitychange', () => (document.visibilityState === 'hidden' ? away() : look()));
  addEventListener('pagehide', away);
  addEventListener('pageshow', look);
  look();
}
