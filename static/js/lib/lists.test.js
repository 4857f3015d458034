import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcement, moved } from './lists.js';

test('an item moves and the others keep their order', () => {
  assert.deepEqual(moved(['a', 'b', 'c', 'd'], 0, 2), ['b', 'c', 'a', 'd']);
  assert.deepEqual(moved(['a', 'b', 'c', 'd'], 3, 0), ['d', 'a', 'b', 'c']);
});

test('a move out of range changes nothing, and never the list itself', () => {
  const list = ['a', 'b'];
  assert.deepEqual(moved(list, 0, 2), ['a', 'b']);
  assert.deepEqual(moved(list, -1, 0), ['a', 'b']);
  assert.notEqual(moved(list, 0, 1), list);
  assert.deepEqual(list, ['a', 'b']);
});

test('a move is announced with its place', () => assert.equal(announcement(2, 5), 'Moved to place 2 of 5.'));
