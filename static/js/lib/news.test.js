import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isBehind, needsReload, newStyles } from './news.js';

const page = { run: 'a', books: 1, parts: 2, styles: { 'code.css': 1 } };

test('a page of this very state is not behind', () => {
  assert.equal(isBehind(page, { ...page }), false);
});

test('another book is fetched, another server or template is loaded again', () => {
  assert.equal(isBehind(page, { ...page, books: 2 }), true);
  assert.equal(needsReload(page, { ...page, books: 2 }), false);
  assert.equal(needsReload(page, { ...page, run: 'b' }), true);
  assert.equal(needsReload(page, { ...page, parts: 3 }), true);
});

test('only style sheets that changed are taken again', () => {
  const now = { ...page, styles: { 'code.css': 1, 'verdict.css': 1 } };
  assert.deepEqual(newStyles(page, now), ['verdict.css']);
  assert.equal(isBehind(page, now), true);
});
