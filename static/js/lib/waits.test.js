import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whenAgain } from './waits.js';

test('the seconds of the header are said, and nothing without them', () => {
  assert.deepEqual([whenAgain('1'), whenAgain('30')], ['Try again in 1 second.', 'Try again in 30 seconds.']);
  assert.deepEqual([whenAgain(null), whenAgain(''), whenAgain('0'), whenAgain('Fri, 31 Dec')], ['', '', '', '']);
});
