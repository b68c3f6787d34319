import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CompletionRequest, ExecuteCommandRequest } from 'vscode-languageserver-protocol/node';
import { answerable, openWithSuggestion } from './answerable.mjs';
import { EditorClient, invoked } from './editor-client.mjs';
import { within } from './waiting.mjs';

// What is on the screen for less counts as not seen.
const seen = 250;

const insert = async (client, uri, cursor, text) => {
  await client.change(uri, [{ range: { start: cursor, end: cursor }, text }]);
  return client.document(uri).positionAt(client.document(uri).offsetAt(cursor) + text.length);
};

const statistics = client => within(client.connection.sendRequest('fathom/statistics', {}), 'an answer to fathom/statistics');
const execute = (client, { command, arguments: given }) => within(client.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: given }), `an answer to ${command}`);

/** What `action` adds to the counts. */
const added = async (client, action) => {
  const before = await statistics(client);
  await action();
  const now = await statistics(client);
  return Object.fromEntries(['accepted', 'partlyAccepted', 'rejected', 'charactersAccepted'].map(name => [name, now[name] - before[name]]));
};

describe('What becomes of suggestions', () => {
  let client;
  before(async () => {
    client = await EditorClient.start();
    await client.ready();
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });

  test('taken whole and told by the command: counted once', async () => {
    const uri = client.uri('Whole.cs');
    const { cursor, item, rest } = await openWithSuggestion(client, uri);

    const counts = await added(client, async () => {
      await insert(client, uri, cursor, rest);
      await execute(client, item.command);
    });

    assert.deepEqual(counts, { accepted: 1, partlyAccepted: 0, rejected: 0, charactersAccepted: rest.length });
  });

  test('the first characters taken: the rest is shown without the model, and taking it too makes it whole', async () => {
    const uri = client.uri('Part.cs');
    const { cursor, item, rest } = await openWithSuggestion(client, uri);
    const calls = await client.modelCalls();
    let at;
    let again;

    const part = await added(client, async () => {
      at = await insert(client, uri, cursor, rest.slice(0, 2));
      again = await client.complete(uri, at);
    });
    const whole = await added(client, () => insert(client, uri, at, rest.slice(2)));

    assert.equal(again.items[0]?.insertText, item.insertText);
    assert.equal(await client.modelCalls(), calls);
    assert.deepEqual(part, { accepted: 0, partlyAccepted: 1, rejected: 0, charactersAccepted: 2 });
    assert.deepEqual(whole, { accepted: 1, partlyAccepted: -1, rejected: 0, charactersAccepted: rest.length - 2 });
  });

  test('typed letter by letter: neither accepted nor rejected', async () => {
    const uri = client.uri('Typed.cs');
    let { cursor, rest } = await openWithSuggestion(client, uri);

    const counts = await added(client, async () => {
      await sleep(seen);
      for (const letter of rest) cursor = await insert(client, uri, cursor, letter);
    });

    assert.deepEqual(counts, { accepted: 0, partlyAccepted: 0, rejected: 0, charactersAccepted: 0 });
  });

  test('typed over after it was seen: rejected', async () => {
    const uri = client.uri('Over.cs');
    const { cursor, rest } = await openWithSuggestion(client, uri);

    const counts = await added(client, async () => {
      await sleep(seen);
      await insert(client, uri, cursor, rest.startsWith('q') ? 'z' : 'q');
    });

    assert.deepEqual(counts, { accepted: 0, partlyAccepted: 0, rejected: 1, charactersAccepted: 0 });
  });
});

describe('Pauses', () => {
  test('a paused file is silent, says so, and speaks again when resumed', async () => {
    const client = await EditorClient.start();
    await client.ready();
    const uri = client.uri('Paused.cs');
    const { cursor } = await openWithSuggestion(client, uri);
    const about = () => within(client.connection.sendRequest('fathom/status', { textDocument: { uri } }), 'an answer to fathom/status');

    await execute(client, { command: 'fathom.pause', arguments: [{ scope: 'file', uri, minutes: 60 }] });
    const silent = await client.complete(uri, cursor, { triggerKind: invoked });
    const paused = await about();
    await execute(client, { command: 'fathom.resume' });

    assert.deepEqual(silent.items, []);
    assert.match(paused.message, /^Paused for this file until \d\d:\d\d\.$/);
    assert.equal((await about()).paused, undefined);
    assert.notEqual((await client.complete(uri, cursor)).items.length, 0);
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });
});

describe('Statistics', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fathom-statistics-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const takeOne = async () => {
    const client = await EditorClient.start({ environment: { XDG_CACHE_HOME: folder } });
    await client.ready();
    const uri = client.uri('Stored.cs');
    const { cursor, rest } = await openWithSuggestion(client, uri);
    await insert(client, uri, cursor, rest);
    await client.status();
    assert.equal(await client.stop(), 0);
    return client;
  };

  test('of two servers at work at the same time add up, and a damaged file starts anew', async () => {
    await Promise.all([takeOne(), takeOne()]);
    const third = await EditorClient.start({ environment: { XDG_CACHE_HOME: folder } });
    const together = await statistics(third);
    assert.equal(await third.stop(), 0);
    writeFileSync(path.join(folder, 'fathom', 'statistics.json'), '{"version":1,"sho');
    const { server } = await takeOne();

    assert.equal(together.accepted, 2);
    assert.ok(together.shown >= 2);
    assert.deepEqual(together.languages, [{ language: 'csharp', shown: together.shown, accepted: 2 }]);
    assert.ok(together.latencyMs.p50 <= together.latencyMs.p95);
    assert.equal(server.log.match(/start anew/g)?.length, 1);
    assert.deepEqual(readdirSync(path.join(folder, 'fathom')).filter(name => name.endsWith('.tmp')), []);
  });
});

describe('A client without inline completion', () => {
  test('finds the first line of the suggestion in its completion list', async () => {
    const capabilities = { textDocument: { completion: { completionItem: { insertReplaceSupport: false } } }, window: { workDoneProgress: true } };
    const client = await EditorClient.start({ initialize: { capabilities } });
    await client.ready();
    assert.notEqual(client.initializeResult.capabilities.completionProvider, undefined);
    let found;
    for (const typed of ['v', 'values', 'values.L', 'values.Len', 'values.Length; ', 'values.Length; i']) {
      const { uri, document, cursor } = answerable(client.uri('List.cs'), typed);
      await client.open(uri, document.getText());
      const list = await within(client.connection.sendRequest(CompletionRequest.type, { textDocument: { uri }, position: cursor, context: { triggerKind: 1 } }), 'a completion list');
      assert.equal(list.isIncomplete, true);
      found ||= list.items.length > 0 && { typed, document, cursor, item: list.items[0] };
      await client.close(uri);
    }

    assert.ok(found, 'the model had nothing to say anywhere in the head of a loop that stands above');
    const { document, cursor, item } = found;
    const { range, newText } = item.textEdit;
    assert.deepEqual([range.start.line, range.end.line], [cursor.line, cursor.line]);
    assert.ok(range.start.character <= cursor.character && cursor.character <= range.end.character);
    assert.ok(item.filterText.startsWith(document.getText({ start: range.start, end: cursor })));
    assert.ok(!newText.includes('\n'));
    assert.deepEqual([item.detail, item.preselect, item.insertTextFormat], ['Fathom', false, 1]);
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });
});
