import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openWithSuggestion } from './answerable.mjs';
import { EditorClient } from './editor-client.mjs';

describe('Recall', () => {
  let client;
  before(async () => {
    client = await EditorClient.start();
    await client.ready();
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });

  /** Types `letters` at the end of what was typed before, and asks after each as an editor does. */
  const type = async (uri, cursor, letters) => {
    const lists = [];
    for (const letter of letters) {
      await client.change(uri, [{ range: { start: cursor, end: cursor }, text: letter }]);
      cursor = letter === '\n' ? { line: cursor.line + 1, character: 0 } : { line: cursor.line, character: cursor.character + 1 };
      lists.push(await client.complete(uri, cursor));
    }
    return { cursor, lists };
  };

  test('the suggestion, typed letter by letter, is shown on without asking the model again', async () => {
    const uri = client.uri('Letters.cs');
    const { cursor, item, rest } = await openWithSuggestion(client, uri);
    const before = await client.modelCalls();

    const { lists } = await type(uri, cursor, rest.split('\n')[0].slice(0, -1));

    assert.equal(await client.modelCalls(), before);
    for (const { items } of lists) {
      assert.equal(items.length, 1);
      assert.equal(items[0].insertText, item.insertText);
      assert.deepEqual(items[0].range.start, item.range.start);
    }
  });

  test('another letter than the suggested one asks the model', async () => {
    const uri = client.uri('Other.cs');
    const { cursor, rest } = await openWithSuggestion(client, uri);
    const before = await client.modelCalls();

    await type(uri, cursor, rest.startsWith('x') ? 'y' : 'x');

    assert.ok(await client.modelCalls() > before);
  });

  test('taking letters back finds the earlier suggestion again', async () => {
    const uri = client.uri('Back.cs');
    const { cursor, item, rest } = await openWithSuggestion(client, uri);
    const typed = await type(uri, cursor, rest.slice(0, 2));
    const before = await client.modelCalls();

    await client.change(uri, [{ range: { start: { ...typed.cursor, character: typed.cursor.character - 1 }, end: typed.cursor }, text: '' }]);
    const again = await client.complete(uri, { ...typed.cursor, character: typed.cursor.character - 1 });

    assert.equal(again.items[0]?.insertText, item.insertText);
    assert.equal(await client.modelCalls(), before);
  });

  test('an edit elsewhere makes the suggestion stale', async () => {
    const uri = client.uri('Elsewhere.cs');
    const { cursor } = await openWithSuggestion(client, uri);
    const before = await client.modelCalls();

    await client.change(uri, [{ range: { start: { line: 8, character: 12 }, end: { line: 8, character: 17 } }, text: 'total' }]);
    await client.complete(uri, cursor);

    assert.ok(await client.modelCalls() > before);
  });
});
