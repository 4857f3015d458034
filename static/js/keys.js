// In a program Ctrl-Enter, on a Mac Cmd-Enter, runs the visible cases; with Shift the answer is checked.

const isMac = /^(Mac|iP)/.test(navigator.platform);

function press(/** @type {KeyboardEvent} */ event) {
  const { target } = event;
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
  const form = target instanceof Element ? target.closest('.editor')?.closest('form') : null;
  if (!form) return;
  event.preventDefault();
  event.stopPropagation(); // the editor has a use of its own for these keys
  if (!event.repeat) form.requestSubmit(form.querySelector(`button[value=${event.shiftKey ? 'check' : 'run'}]`));
}

export function programKeys() {
  document.addEventListener('keydown', press, true);
}

/** Shows the keys on the buttons, by the names they have on this keyboard. */
export function nameKeys(/** @type {ParentNode} */ root) {
  if (isMac) {
    root.querySelectorAll('[data-command]').forEach((key) => { key.textContent = '⌘'; });
    root.querySelectorAll('[aria-keyshortcuts]').forEach((button) => button.setAttribute('aria-keyshortcuts', button.getAttribute('aria-keyshortcuts')?.replace('Control', 'Meta') ?? ''));
  }
  root.querySelectorAll('.keys').forEach((keys) => keys.removeAttribute('hidden'));
}
