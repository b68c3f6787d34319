import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { EditorClient } from './editor-client.mjs';
import { brokenRules } from './item-rules.mjs';
import { Typist, sampleToType } from './typist.mjs';

const requestCancelled = -32800;
const betweenKeys = 50;

test('500 keys at typing speed: every request is answered, in order, and each list can be shown', async t => {
  const { opened, offset, typed } = sampleToType();
  const client = await EditorClient.start();
  await client.ready();
  const uri = client.uri('TextStatistics.cs');
  await client.open(uri, opened);
  const typist = new Typist(client, uri, offset);
  const asked = [];

  for (const key of typed.slice(0, 520)) {
    await typist.press(key);
    const document = TextDocument.create(uri, 'csharp', 0, client.document(uri).getText());
    const position = document.positionAt(typist.offset);
    asked.push({ document, position, answer: client.complete(uri, position).catch(error => error) });
    await sleep(betweenKeys);
    // A pause in which even a slow machine answers.
    if (asked.length % 20 === 0) await asked.at(-1).answer;
  }
  const answers = await Promise.all(asked.map(({ answer }) => answer));

  assert.ok(answers.length >= 500);
  let shown = 0;
  for (const [index, answer] of answers.entries()) {
    if (answer.code === requestCancelled) continue;
    assert.deepEqual(brokenRules(asked[index].document, asked[index].position, answer), []);
    if (answer.items.length > 0) shown++;
  }
  assert.equal(typeof answers.at(-1).code, 'undefined', 'the last request is answered with a list');

  const order = client.server.traffic.filter(({ message }) => message.method === 'textDocument/inlineCompletion').map(({ message }) => message.id);
  assert.deepEqual(client.server.answers('textDocument/inlineCompletion').map(({ id }) => id), order);
  t.diagnostic(`${answers.length} requests, ${shown} with a suggestion, ${answers.filter(answer => answer.code).length} overtaken by the next`);
  assert.ok(shown > 0);

  assert.equal(await client.stop(), 0);
  assert.deepEqual(client.server.problems, []);
});
