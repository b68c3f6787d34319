import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { repository } from '../../clients/repository.mjs';
import { typingTrace } from '../typing-trace.mjs';

test('the typing trace types the sample again, with slips, in more than 500 keys', () => {
  const { keys, expected, opened, offset } = typingTrace();

  assert.equal(expected, readFileSync(repository('samples/Algorithms/TextStatistics.cs'), 'utf8'));
  assert.ok(keys.length > 500, `${keys.length} keys`);
  assert.ok(keys.filter(({ key }) => key === 'Backspace').length > 10);
  assert.equal(opened[offset - 1] + opened[offset], '\n\n');
});
