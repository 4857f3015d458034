import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcement, percent } from './lists.js';

test('a move is announced with its place', () => assert.equal(announcement(2, 5), 'Moved to place 2 of 5.'));

test('percent is whole, and 100 only when all are there', () => {
  assert.deepEqual([percent(0, 40), percent(1, 40), percent(199, 200), percent(40, 40), percent(0, 0)], [0, 2, 99, 100, 0]);
});
