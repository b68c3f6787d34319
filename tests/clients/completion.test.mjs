import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { EditorClient, automatic, invoked } from './editor-client.mjs';
import { brokenRules } from './item-rules.mjs';
import { places, sourceFiles } from './places.mjs';

describe('Completion of the repository\'s own C# files', () => {
  let client;
  const counted = { asked: 0, answered: 0, exact: 0 };
  before(async () => {
    client = await EditorClient.start();
    await client.ready();
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });

  for (const file of sourceFiles()) {
    test(file.name, async t => {
      const uri = client.uri(file.name);
      for (const [index, { text, cursor, expected }] of places(file, 4).entries()) {
        const triggerKind = index % 2 === 0 ? automatic : invoked;
        await client.open(uri, text);
        const document = client.document(uri);
        const position = document.positionAt(cursor);

        const answer = await client.complete(uri, cursor, { triggerKind });

        const place = `${position.line + 1}:${position.character + 1}`;
        assert.deepEqual(brokenRules(document, position, answer, { triggerKind }), [], place);
        const written = answer.items[0]?.insertText.slice(position.character - answer.items[0].range.start.character);
        t.diagnostic(`${place}  …${text.slice(Math.max(cursor - 24, text.lastIndexOf('\n', cursor - 1) + 1), cursor)}▏${written === undefined ? '(nothing)' : JSON.stringify(written)}   author: ${expected}`);
        counted.asked++;
        if (written !== undefined) counted.answered++;
        if (written?.split('\n')[0].trim() === expected) counted.exact++;
        await client.close(uri);
      }
    });
  }

  test('at 30 places or more, and a good share has a suggestion', t => {
    t.diagnostic(`${counted.asked} places, ${counted.answered} with a suggestion, ${counted.exact} as the author wrote it`);
    assert.ok(counted.asked >= 30);
    assert.ok(counted.answered >= counted.asked / 3);
  });
});
