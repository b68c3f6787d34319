import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { answerable, openWithSuggestion } from './answerable.mjs';
import { EditorClient, invoked } from './editor-client.mjs';
import { brokenRules } from './item-rules.mjs';
import { RawClient } from './raw-client.mjs';
import { until } from './waiting.mjs';

describe('Trigger kinds', () => {
  // Numbers that newer or older clients may send are tolerated; so these go over a raw connection.
  for (const [kind, meaning, most] of [[0, 'an old client\'s "invoked"', 3], [1, 'invoked', 3], [2, 'automatic', 1], [7, 'a kind of the future', 3]]) {
    test(`${kind}: ${meaning}`, async () => {
      const client = await RawClient.initialized();
      await client.ready();
      const { uri, document, cursor } = answerable('file:///w/Kinds.cs');
      client.open(uri, document.getText());

      const { result } = await client.complete(uri, cursor.line, cursor.character, kind);

      assert.deepEqual(brokenRules(document, cursor, result, { triggerKind: most === 3 ? 1 : 2 }), []);
      if (most === 3) assert.notEqual(result.items.length, 0);
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
    assert.notEqual(answer.items.length, 0);
  });

  test('may be nothing that the model would write: then the list is empty or begins with it', async () => {
    const selected = { range, text: 'ZyxwvutAsync' };
    const answer = await client.complete(uri(), cursor, { selectedCompletionInfo: selected });
    assert.deepEqual(brokenRules(document, cursor, answer, { selected }), []);
  });

  test('of an old client has its range as an array, which is understood', async () => {
    const raw = await RawClient.initialized();
    await raw.ready();
    raw.open(uri(), document.getText());
    const context = { triggerKind: 1, selectedCompletionInfo: { range: [cursor, cursor], text: 'Length' } };

    const { result } = await raw.request('textDocument/inlineCompletion', { textDocument: { uri: uri() }, position: cursor, context });

    assert.deepEqual(brokenRules(document, cursor, result, { triggerKind: invoked, selected: { range, text: 'Length' } }), []);
    assert.notEqual(result.items.length, 0);
    assert.equal(await raw.stop(), 0);
  });
});

describe('Settings', () => {
  for (const [what, initialize, configure] of [
    ['a client that is asked for them', {}, async (client, enabled) => {
      client.settings = { ...client.settings, enabled };
      await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    }],
    ['a client that sends them', { capabilities: {} }, (client, enabled) =>
      client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { fathom: { ...client.settings, enabled } } })],
  ]) {
    test(`completion can be switched off and on while the server runs, by ${what}`, async () => {
      const client = await EditorClient.start({ initialize });
      await client.ready();
      const uri = client.uri('Switch.cs');
      const { cursor } = await openWithSuggestion(client, uri);
      const suggests = async () => (await client.complete(uri, cursor)).items.length > 0;

      await configure(client, false);
      await until(async () => !await suggests(), 'no suggestions come');
      await configure(client, true);
      await until(suggests, 'suggestions come again');

      assert.equal(await client.stop(), 0);
      assert.deepEqual(client.server.problems, []);
    });
  }
});
