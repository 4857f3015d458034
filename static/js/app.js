// Enhances pages that already work: forms answer in place, drafts are kept, rich parts are fetched when they come near.
import { answerForms } from './answer.js';
import { restoreDrafts } from './draft.js';
import { echoFields } from './echo.js';
import { feedbackPlaces } from './feedback.js';
import { nameKeys, programKeys } from './keys.js';
import { whenNear } from './near.js';
import { themeButton } from './theme.js';
import { scrollableParts } from './wide.js';

/** Wires what a card needs; runs for the page and again for every card that has become another. */
function enhance(/** @type {ParentNode} */ root) {
  scrollableParts(root);
  restoreDrafts(root);
  nameKeys(root);
  whenNear(root, '[data-order]', async (part) => (await import('./order.js')).order(part));
  whenNear(root, '[data-editor]', async (part) => (await import('./editor.js')).editor(part));
}

themeButton();
answerForms(enhance);
feedbackPlaces();
programKeys();
echoFields();
enhance(document);

const glossary = /** @type {HTMLElement | null} */ (document.querySelector('[data-meanings]'));
if (glossary) import('./meanings.js').then(({ meanings }) => meanings(glossary));
