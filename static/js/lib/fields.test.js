import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedFields, fieldsOf, fillFields, isNewer } from './fields.js';

test('a form gives all values of every field but its controls', () => {
  const form = new FormData();
  for (const [name, value] of /** @type {[string, string][]} */ ([['key', 'k'], ['seed', '0'], ['action', 'check'], ['order', 'a'], ['order', 'b'], ['answer.a', '']])) form.append(name, value);
  assert.deepEqual(fieldsOf(form), { order: ['a', 'b'], 'answer.a': [''] });
});

test('changed fields are those that differ, with a last tick taken away as an empty one', () => {
  const before = { answer: ['1'], choice: ['x', 'y'], tick: ['0'], code: ['a'] };
  assert.deepEqual(changedFields(before, { answer: ['12'], choice: ['x', 'y'], code: ['a'], text: ['new'] }), { answer: ['12'], tick: [], text: ['new'] });
  assert.deepEqual(changedFields(before, before), {});
});

test('a local draft counts only for the same numbers and when it is newer', () => {
  assert.equal(isNewer({ at: 10, seed: 3 }, 3, 9), true);
  assert.equal(isNewer({ at: 10, seed: 3 }, 3, 10), false);
  assert.equal(isNewer({ at: 10, seed: 3 }, 4, 9), false);
  assert.equal(isNewer(null, 0, 0), false);
  assert.equal(isNewer({ seed: 0 }, 0, 0), false);
});

test('fields are filled by kind: text, radio, checkbox, and hidden ones stay', () => {
  const parts = [
    { name: 'answer', type: 'text', value: '' },
    { name: 'choice', type: 'checkbox', value: 'x', checked: false },
    { name: 'choice', type: 'checkbox', value: 'y', checked: true },
    { name: 'order', type: 'hidden', value: 'first' },
    { name: 'untouched', type: 'text', value: 'kept' },
  ];
  fillFields(/** @type {any} */ ({ elements: parts }), { answer: ['0,5'], choice: ['x'], order: ['second'] });
  assert.deepEqual(parts.map((part) => part.checked ?? part.value), ['0,5', true, false, 'first', 'kept']);
});
