import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { answerable } from './answerable.mjs';
import { EditorClient, invoked } from './editor-client.mjs';
import { brokenRules } from './item-rules.mjs';
import { places, sourceFiles } from './places.mjs';

const requestCancelled = -32800;

const answers = client => client.server.answers('textDocument/inlineCompletion');

describe('Overlapping requests', () => {
  let client;
  const { document, cursor } = answerable('file:///w/Overlap.cs');
  const [file] = sourceFiles(1);
  const uri = name => client.uri(name);
  before(async () => {
    client = await EditorClient.start();
    await client.ready();
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });

  test('only the newest of three carries items and it is written last; the older end as cancelled', async () => {
    // As Neovim does it: one request after the other without a cancellation. Three texts, so that nothing can be recalled.
    const three = places(file, 12).slice(4, 7);
    const before = answers(client).length;
    await client.open(uri('Overlap.cs'), '');
    const asked = [], changed = [];
    for (const { text, cursor: offset } of three) {
      changed.push(client.change(uri('Overlap.cs'), [{ text }]));
      asked.push(client.complete(uri('Overlap.cs'), offset, { triggerKind: invoked }).catch(error => error));
    }
    await Promise.all(changed);
    const [first, second, third] = await Promise.all(asked);

    assert.equal(first.code, requestCancelled);
    assert.equal(second.code, requestCancelled);
    assert.deepEqual(brokenRules(client.document(uri('Overlap.cs')), client.document(uri('Overlap.cs')).positionAt(three[2].cursor), third, { triggerKind: invoked }), []);
    const written = answers(client).slice(before);
    assert.equal(written.length, 3);
    assert.deepEqual(written.map(message => 'result' in message), [false, false, true]);
    await client.close(uri('Overlap.cs'));
  });

  test('requests for different documents do not cancel each other', async () => {
    const names = ['One.cs', 'Two.cs', 'Three.cs'];
    for (const name of names) await client.open(uri(name), document.getText());
    const lists = await Promise.all(names.map(name => client.complete(uri(name), cursor, { triggerKind: invoked })));
    for (const list of lists) {
      assert.deepEqual(brokenRules(document, cursor, list, { triggerKind: invoked }), []);
      assert.notEqual(list.items.length, 0);
    }
  });

  test('a cancelled request is answered once, and the next is served', async () => {
    const before = answers(client).length;
    const all = places(file, 20);
    for (const { text, cursor: offset } of all) {
      await client.open(uri('Cancel.cs'), text);
      const source = new CancellationTokenSource();
      const asked = client.complete(uri('Cancel.cs'), offset, { triggerKind: invoked }, source.token);
      source.cancel();
      const answer = await asked.catch(error => error);
      assert.ok(answer.code === requestCancelled || Array.isArray(answer.items), JSON.stringify(answer));
      source.cancel();
      await client.close(uri('Cancel.cs'));
    }
    await client.open(uri('Cancel.cs'), document.getText());

    const next = await client.complete(uri('Cancel.cs'), cursor, { triggerKind: invoked });

    assert.deepEqual(brokenRules(document, cursor, next, { triggerKind: invoked }), []);
    assert.equal(answers(client).length, before + all.length + 1);
    assert.ok(answers(client).slice(before).some(message => message.error?.code === requestCancelled), 'at least one was stopped before it was done');
  });

  test('edits are applied while a request runs', async () => {
    const name = uri('Edited.cs');
    await client.open(name, document.getText());
    const first = client.complete(name, cursor, { triggerKind: invoked }).catch(error => error);
    await client.change(name, [{ range: { start: cursor, end: cursor }, text: 'val' }]);
    const after = { line: cursor.line, character: cursor.character + 3 };
    const second = await client.complete(name, after, { triggerKind: invoked });
    await first;
    assert.deepEqual(brokenRules(client.document(name), after, second, { triggerKind: invoked }), []);
  });
});
