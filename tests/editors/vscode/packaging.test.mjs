// What it takes to build the extension.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import semver from 'semver';
import { repository } from '../../clients/repository.mjs';

const json = file => JSON.parse(readFileSync(repository(file), 'utf8'));

test('every package that is installed supports the oldest Node that package.json promises', () => {
  const oldest = semver.minVersion(json('package.json').engines.node);

  const refusing = Object.entries(json('package-lock.json').packages).filter(([, { engines }]) => engines?.node && !semver.satisfies(oldest, engines.node));

  assert.deepEqual(refusing.map(([name, { engines }]) => `${name}: Node ${engines.node}`), []);
});
