import assert from 'node:assert/strict';
import { test } from 'node:test';
import { announcement } from './lists.js';

test('a move is announced with its place', () => assert.equal(announcement(2, 5), 'Moved to place 2 of 5.'));
