import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { EditorClient, invoked } from './editor-client.mjs';
import { brokenRules } from './item-rules.mjs';
import { RawClient } from './raw-client.mjs';
import { answerable } from './answerable.mjs';

describe('Trigger kinds', () => {
  // Numbers that newer or older clients may send are tolerated; so these go over a raw connection.
  for (const [kind, meaning, most] of [[0, 'an old client\'s "invoked"', 3], [1, 'invoked', 3], [2, 'automatic', 1], [7, 'a kind of the future', 3]]) {
    test(`${kind}: ${meaning}`, async () => {
      const client = await RawClient.initialized();
      const { uri, document, cursor } = answerable('file:///w/Kinds.cs');
      client.open(uri, document.getText());

      const { result } = await client.complete(uri, cursor.line, cursor.character, kind);

      assert.deepEqual(brokenRules(document, cursor, result, { triggerKind: most === 3 ? 1 : 2 }), []);
      assert.equal(await client.stop(), 0);
      assert.deepEqual(client.server.problems, []);
    });
  }
});

describe('The selected entry of the completion list', () => {
  let client;
  const { document, cursor } = answerable('file:///w/Selected.cs', 'values.');
  const range = { start: cursor, end: cursor };
  const uri = () => client.uri('Selected.cs');
  before(async () => {
    client = await EditorClient.start();
    await client.ready();
    await client.open(uri(), document.getText());
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });

  test('is what every item begins with, in its range', async () => {
    const selected = { range, text: 'Length' };
    const answer = await client.complete(uri(), cursor, { triggerKind: invoked, selectedCompletionInfo: selected });
    assert.deepEqual(brokenRules(document, cursor, answer, { triggerKind: invoked, selected }), []);
  });

  test('may be nothing that the model would write: then the list is empty or begins with it', async () => {
    const selected = { range, text: 'ZyxwvutAsync' };
    const answer = await client.complete(uri(), cursor, { selectedCompletionInfo: selected });
    assert.deepEqual(brokenRules(document, cursor, answer, { selected }), []);
  });

  test('of an old client has its range as an array, which is understood', async () => {
    const raw = await RawClient.initialized();
    raw.open(uri(), document.getText());
    const context = { triggerKind: 1, selectedCompletionInfo: { range: [cursor, cursor], text: 'Length' } };

    const { result } = await raw.request('textDocument/inlineCompletion', { textDocument: { uri: uri() }, position: cursor, context });

    assert.deepEqual(brokenRules(document, cursor, result, { triggerKind: invoked, selected: { range, text: 'Length' } }), []);
    assert.equal(await raw.stop(), 0);
  });
});

describe('Settings', () => {
  test('completion can be switched off and on while the server runs', async () => {
    const client = await EditorClient.start();
    await client.ready();
    const { uri, document, cursor } = answerable(client.uri('Switch.cs'));
    await client.open(uri, document.getText());
    const count = async () => (await client.complete(uri, cursor, { triggerKind: invoked })).items.length;
    const configure = enabled => client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { fathom: { enabled } } });

    const before = await count();
    await configure(false);
    const off = await count();
    await configure(true);
    const on = await count();

    assert.ok(before > 0);
    assert.equal(off, 0);
    assert.equal(on, before);
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });
});
