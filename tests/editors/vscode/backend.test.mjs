// The key of a back end: who gets it, and when.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compiled } from './compiled.mjs';
import { EventEmitter } from './editor.mjs';

const { BackendKeys } = await compiled('backend/backend-keys');
const { RedactedChannel } = await compiled('backend/redacted-channel');
const { serverSettings, settingsAtStart } = await compiled('server/server-settings');

/** A fake of VS Code's storage of secrets, the outermost edge. */
class Secrets {
  #values = new Map();
  #changed = new EventEmitter();
  onDidChange = this.#changed.event;

  async get(name) {
    return this.#values.get(name);
  }

  async store(name, value) {
    this.#values.set(name, value);
    this.#changed.fire({ key: name });
  }

  async delete(name) {
    this.#values.delete(name);
    this.#changed.fire({ key: name });
  }
}

const deepSeek = { kind: 'deepseek', url: null };

/** Keys of a storage, and a wait for their next change. */
function keysIn(secrets) {
  const keys = new BackendKeys(secrets);
  return { keys, changed: () => new Promise(resolve => keys.onDidChange(resolve)) };
}

describe('the key of a back end', () => {
  test('is for the back end that it was entered for, and no other', async () => {
    const { keys, changed } = keysIn(new Secrets());

    await Promise.all([changed(), keys.set(deepSeek, 'k-1')]);

    assert.equal(keys.of(deepSeek), 'k-1');
    assert.equal(keys.of({ kind: 'openai', url: null }), undefined);
    assert.equal(keys.of({ kind: 'deepseek', url: 'https://elsewhere.example' }), undefined);
    assert.equal(keys.of({ kind: 'embedded', url: null }), undefined);
  });

  test('is known in a window that starts later, once it was read', async () => {
    const secrets = new Secrets();
    await keysIn(secrets).keys.set(deepSeek, 'k-1');

    const { keys } = keysIn(secrets);
    await keys.load();

    assert.equal(keys.of(deepSeek), 'k-1');
  });

  test('that is forgotten is forgotten in every window', async () => {
    const secrets = new Secrets(), here = keysIn(secrets), there = keysIn(secrets);
    await Promise.all([here.changed(), there.changed(), here.keys.set(deepSeek, 'k-1')]);

    await Promise.all([here.changed(), there.changed(), here.keys.forget()]);

    assert.equal(here.keys.of(deepSeek), undefined);
    assert.equal(there.keys.of(deepSeek), undefined);
  });
});

describe('a log', () => {
  const quoted = 'k"1\\', written = [];
  const channel = Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error', 'append', 'appendLine', 'replace'].map(name => [name, (...values) => written.push([name, ...values])]));

  test('never has a key in it, as it is or as JSON has it, nor one that was forgotten since', async () => {
    const { keys, changed } = keysIn(new Secrets());
    const log = new RedactedChannel(channel, text => keys.redacted(text));
    for (const key of ['k-1', quoted]) await Promise.all([changed(), keys.set(deepSeek, key)]);
    await Promise.all([changed(), keys.forget()]);

    for (const name of Object.keys(channel)) log[name](`Params: ${JSON.stringify({ key: quoted }, undefined, 4)} or k-1`);
    log.warn('A value', { key: 'k-1' });
    log.error(new Error('k-1 is refused'), new Error(quoted));

    assert.equal(written.length, 10);
    for (const line of written) for (const key of ['k-1', quoted, JSON.stringify(quoted).slice(1, -1)]) assert.ok(!line.join(' ').includes(key), line.join(' '));
    assert.deepEqual(written[0], ['trace', 'Params: {\n    "key": "(key)"\n} or (key)']);
  });
});

describe('what the server is told of the settings', () => {
  const section = { enabled: true, timeBudgetMs: 1000, backend: { kind: 'deepseek', url: null }, server: { path: '/mine' }, trace: { server: 'verbose' } };

  test('is all but what is for the editor alone', () =>
    assert.deepEqual(serverSettings(section, () => true, undefined), { enabled: true, timeBudgetMs: 1000, backend: { kind: 'deepseek', url: null } }));

  test('has the key, where there is one', () =>
    assert.deepEqual(serverSettings(section, () => true, 'k-1').backend, { kind: 'deepseek', url: null, key: 'k-1' }));

  test('leaves a time budget that nobody set to the server, which knows how slow its model is', () =>
    assert.equal('timeBudgetMs' in serverSettings(section, () => false, undefined), false));

  test('leaves out at the start a time budget, which the user may set no more', () =>
    assert.deepEqual(settingsAtStart(serverSettings(section, () => true, 'k-1')), { enabled: true, backend: { kind: 'deepseek', url: null, key: 'k-1' } }));
});
