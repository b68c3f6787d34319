// The server's copy of a document cannot be looked at, but what it answers depends on it. After edits, its suggestions have to begin
// with the text left of the cursor as the client has it, and to be those of a server that was handed the final text at once.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { answerable } from './answerable.mjs';
import { EditorClient, invoked } from './editor-client.mjs';
import { brokenRules } from './item-rules.mjs';
import { random } from './random.mjs';

const head = 'namespace Demo;\n\npublic static class Numbers\n{\n    public static int Sum(int[] values)\n    {\n        var sum = 0;\n        foreach (var value in values)\n        {\n            sum += ';
const tail = ';\n        }\n\n        return sum;\n    }\n}\n';

const replace = (startLine, start, endLine, end, text) => ({ range: { start: { line: startLine, character: start }, end: { line: endLine, character: end } }, text });
const put = (line, character, text) => replace(line, character, line, character, text);

describe('Synchronisation', () => {
  let edited, fresh;
  let suggestions = 0;
  before(async () => {
    [edited, fresh] = await Promise.all([EditorClient.start(), EditorClient.start()]);
    await Promise.all([edited.ready(), fresh.ready()]);
  });
  after(async () => {
    for (const client of [edited, fresh]) {
      assert.equal(await client.stop(), 0);
      assert.deepEqual(client.server.problems, []);
    }
  });

  /** Compares the answers at `cursor` of the edited document and of the same text opened anew. */
  const agree = async (name, cursor) => {
    const document = edited.document(edited.uri(name));
    await fresh.open(fresh.uri(name), document.getText());
    const [answer, expected] = await Promise.all([edited, fresh].map(client => client.complete(client.uri(name), cursor, { triggerKind: invoked })));
    await fresh.close(fresh.uri(name));
    assert.deepEqual(brokenRules(document, document.positionAt(cursor), answer, { triggerKind: invoked }), []);
    assert.deepEqual(answer.items.map(textAndRange), expected.items.map(textAndRange));
    suggestions += answer.items.length;
  };
  const textAndRange = ({ insertText, range }) => ({ insertText, range });

  for (const { what, opened, notifications, completeAfter } of [
    {
      what: 'letters typed one by one',
      opened: head.replace('sum += ', '') + tail.slice(1),
      notifications: [...'sum += '].map((letter, index) => [put(9, 12 + index, letter)]),
      completeAfter: 'sum += ',
    },
    {
      what: 'several changes in one notification, each relative to the one before',
      opened: 'class A\n{\n}\n',
      notifications: [[put(1, 1, '\n    int F(int x)\n    {\n    }'), put(3, 5, '\n        return '), replace(0, 6, 0, 7, 'Numbers')]],
      completeAfter: 'return ',
    },
    {
      what: 'a deletion across lines, and an insertion at the very end',
      opened: `${head}value${tail}// a\n// b\n// c`,
      notifications: [[replace(15, 0, 17, 4, '')], [put(15, 0, 'var total = ')]],
      completeAfter: 'total = ',
    },
    {
      what: 'a full replacement between ranges',
      opened: 'nothing of this stays',
      notifications: [[put(0, 0, 'x'), { text: head + tail }, replace(2, 20, 2, 27, 'Values')]],
      completeAfter: 'sum += ',
    },
    {
      what: 'CRLF line ends',
      opened: (head + tail).replaceAll('\n', '\r\n'),
      notifications: [[put(2, 20, 'My')], [replace(3, 1, 4, 0, '\r\n\r\n'), put(10, 15, ' ')], [replace(10, 15, 10, 17, ' ')]],
      completeAfter: 'sum += ',
    },
    {
      what: 'lone CR, CRLF and LF in one text',
      opened: '// one\r// two\r\n// three\nclass A {\r    int F(int x) => \r}',
      notifications: [[replace(4, 8, 4, 9, 'Twice'), put(0, 6, '\r// more')], [replace(1, 0, 2, 0, '')]],
      completeAfter: '=> ',
    },
    {
      what: 'CR and LF that come together by edits',
      opened: 'class A\r{\n    int F(int x) => \n}\n',
      notifications: [[put(1, 0, '\n')], [put(1, 0, '// a\r')], [replace(1, 4, 2, 0, '\r\n')], [put(3, 8, 'irst')]],
      completeAfter: '=> ',
    },
    {
      what: 'characters that count as two',
      opened: 'class A\n{\n    string F(string x) => "😀😀" + \n}\n',
      notifications: [[replace(2, 27, 2, 29, '𝒳é€')], [put(2, 13, 'irst')], [replace(2, 33, 2, 35, '')]],
      completeAfter: '" + ',
    },
    {
      what: 'U+2028, U+2029 and U+0085, which end no line',
      opened: '// a\u2028b\u0085c\u2029d\nclass A\n{\n    int F(int x) => \n}\n',
      notifications: [[put(3, 9, 'irst')], [put(0, 6, 'x')]],
      completeAfter: '=> ',
    },
    {
      what: 'a document of a megabyte',
      opened: '// Umlaute äöü und 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字\n'.repeat(15_000) + head + tail,
      notifications: [[put(3, 0, '// more\n'), replace(5, 0, 905, 0, '')]],
      completeAfter: 'sum += ',
    },
    {
      what: 'a change of a megabyte',
      opened: head + tail,
      notifications: [[put(0, 0, '// Umlaute äöü und 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字\n'.repeat(15_000))], [replace(1, 0, 14_999, 0, '')]],
      completeAfter: 'sum += ',
    },
  ]) {
    test(what, async () => {
      const uri = edited.uri('Edited.cs');
      await edited.open(uri, opened);
      for (const changes of notifications) await edited.change(uri, changes);
      const text = edited.document(uri).getText();
      const cursor = text.indexOf(completeAfter) + completeAfter.length;
      assert.ok(cursor > completeAfter.length, `the edits lead to '${completeAfter}'`);
      await agree('Edited.cs', cursor);
      await edited.close(uri);
    });
  }

  test('versions that jump', async () => {
    const uri = edited.uri('Jump.cs');
    await edited.open(uri, head + tail);
    await edited.change(uri, [put(0, 0, '// a\n')], 7);
    await edited.change(uri, [put(0, 0, '// b\n')], 2000);
    await agree('Jump.cs', head.length + 10);
    await edited.close(uri);
  });

  test('any sequence of edits', async t => {
    const { next, pick } = random(20261124);
    const pieces = ['', '\n', '\r\n', '\r', '😀', 'é', '    ', 'x', '{', '}', '// note\n', 'int Next(int value) => value + 1;\n'];
    const uri = edited.uri('Random.cs');
    await edited.open(uri, head + tail);
    for (let round = 0; round < 20; round++) {
      for (let batch = 0; batch < 4; batch++) await edited.change(uri, randomChanges(edited.document(uri)));
      const line = next(edited.document(uri).lineCount);
      await edited.change(uri, [put(line, 0, '        return \n')]);
      await agree('Random.cs', edited.document(uri).offsetAt({ line, character: 15 }));
    }
    t.diagnostic(`${edited.document(uri).version - 1} notifications, last text of ${edited.document(uri).getText().length} characters`);
    await edited.close(uri);

    /** One to three changes; each refers to the text that the one before leaves, and none cuts a character in two. */
    function randomChanges(document) {
      const scratch = TextDocument.create(uri, 'csharp', 0, document.getText());
      return Array.from({ length: 1 + next(3) }, () => {
        const text = scratch.getText();
        const start = whole(text, next(text.length + 1));
        const end = whole(text, Math.min(text.length, start + pick([0, 0, 1, 3, 40])));
        const change = { range: { start: scratch.positionAt(start), end: scratch.positionAt(end) }, text: pick(pieces) };
        TextDocument.update(scratch, [change], scratch.version + 1);
        return change;
      });
    }
    function whole(text, offset) {
      return /[\udc00-\udfff]/.test(text[offset] ?? '') ? offset - 1 : offset;
    }
  });

  // Here a model of C# has something to say; how much it says above depends on the model and, in the last digit, on the processor.
  for (const typed of ['v', 'val', 'values', 'values.', 'values.L', 'values.Len', 'values.Length; ', 'values.Length; i']) {
    test(`the head of a loop as far as '${typed}'`, async () => {
      const name = `Loop${typed.length}.cs`, uri = edited.uri(name);
      const { document, cursor } = answerable(uri, typed.slice(0, -1));
      await edited.open(uri, document.getText());
      await edited.change(uri, [put(cursor.line, cursor.character, typed.at(-1))]);
      await agree(name, document.offsetAt(cursor) + 1);
      await edited.close(uri);
    });
  }

  test('the comparisons above were about something', t => {
    t.diagnostic(`${suggestions} suggestions compared`);
    assert.ok(suggestions > 10);
  });
});
