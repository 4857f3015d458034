// The text area stays the form field; CodeMirror is only its better face, fetched when the box comes near.
import { keep } from './draft.js';

/** The bundle and the view it made.
 * @typedef {{cm: any, view: any}} Opened */
/** What each box was opened with, from the first call on: a second one may come while the bundle is fetched.
 * @type {WeakMap<Element, Promise<Opened | null>>} */
const editors = new WeakMap();
/** @type {WeakSet<Element>} */
const heard = new WeakSet();

const LOOK = {
  '&': { fontSize: '.875rem', color: 'var(--code-ink)', background: 'none' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.65', fontVariantLigatures: 'none' },
  '.cm-content': { padding: '.7rem 0', caretColor: 'var(--ink)' },
  '.cm-line': { padding: '0 1rem 0 .4rem' },
  '.cm-gutters': { background: 'none', border: '0', color: 'var(--ink-3)', fontSize: '.88em' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 .5rem 0 .9rem' },
  '.cm-cursor': { borderLeft: '2px solid var(--ink)' },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': { background: 'var(--select)' },
  '.cm-matchingBracket': { background: 'var(--signal-tint)', outline: '1px solid var(--signal)' },
};

/** What the bar above and a peeking verdict below cover of the window, in pixels. */
const COVERED = { top: 72, bottom: 72 };

const colours = (/** @type {any} */ tags) => [
  { tag: [tags.keyword, tags.operatorKeyword], color: 'var(--code-keyword)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--code-number)' },
  { tag: tags.comment, color: 'var(--code-comment)' },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.function(tags.variableName)], color: 'var(--code-name)' },
];

function extensions(/** @type {any} */ cm, /** @type {HTMLTextAreaElement} */ area) {
  return [
    cm.lineNumbers(), cm.history(), cm.drawSelection(), cm.indentOnInput(), cm.bracketMatching(), cm.indentUnit.of('    '), cm.EditorState.tabSize.of(4), cm.python(),
    cm.EditorView.scrollMargins.of(() => COVERED), cm.EditorView.theme(LOOK), cm.syntaxHighlighting(cm.HighlightStyle.define(colours(cm.tags))),
    cm.keymap.of([...cm.defaultKeymap, ...cm.historyKeymap, cm.indentWithTab]),
    cm.EditorView.contentAttributes.of({ 'aria-label': area.labels[0]?.textContent ?? 'Your code', autocapitalize: 'off', autocorrect: 'off', spellcheck: 'false', tabindex: '0' }),
    cm.EditorView.updateListener.of((/** @type {any} */ update) => update.docChanged && write(area, update.state.doc.toString())),
  ];
}

function write(/** @type {HTMLTextAreaElement} */ area, /** @type {string} */ text) {
  area.value = text;
  area.dispatchEvent(new Event('input', { bubbles: true }));
}

/** "Start again" puts the starter back into the box, where it can be undone. */
function startAgain(/** @type {HTMLTextAreaElement} */ area, /** @type {Opened} */ { cm, view }) {
  const button = area.form?.querySelector('[data-starter-button]');
  if (!button || heard.has(button)) return;
  heard.add(button);
  button.addEventListener('click', (event) => {
    event.preventDefault();
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: area.dataset.starter ?? '' }, annotations: cm.isolateHistory.of('full') });
    if (area.form) keep(area.form);
    view.focus();
  });
}

/** The view over a text area, or null without the bundle. */
async function open(/** @type {HTMLElement} */ box, /** @type {HTMLTextAreaElement} */ area) {
  const bundle = /** @type {HTMLMetaElement | null} */ (document.querySelector('meta[name=code-editor]'));
  const cm = bundle && (await import(bundle.content).catch(() => null));
  if (!cm) return null;
  const had = document.activeElement === area;
  const view = new cm.EditorView({ parent: box, state: cm.EditorState.create({ doc: area.value, extensions: extensions(cm, area) }) });
  area.hidden = true;
  if (had) view.focus();
  return { cm, view };
}

/** Opens the editor, or joins one that goes on to the new buttons of its card. */
export async function editor(/** @type {HTMLElement} */ box) {
  const area = box.querySelector('textarea');
  if (!area) return;
  const opening = editors.get(box) ?? open(box, area);
  editors.set(box, opening);
  const opened = await opening;
  if (!opened) return;
  area.closest('.exercise')?.querySelector('.editor-keys')?.removeAttribute('hidden');
  startAgain(area, opened);
}
