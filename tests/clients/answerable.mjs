import { TextDocument } from 'vscode-languageserver-textdocument';

const around = [
  'using System;\n\nnamespace Demo;\n\npublic static class Numbers\n{\n    public static int Count(int[] values)\n    {\n        var count = 0;\n'
  + '        for (var i = 0; i < values.Length; i++)\n        {\n            count++;\n        }\n\n        return count;\n    }\n\n'
  + '    public static int Sum(int[] values)\n    {\n        var sum = 0;\n        for (var i = 0; i < ',
  '\n        {\n            sum += values[i];\n        }\n\n        return sum;\n    }\n}\n',
];

/** A document with the head of a loop, as far as `typed`, where a model of C# has something to say: the same loop stands above. */
export function answerable(uri, typed = '') {
  const document = TextDocument.create(uri, 'csharp', 1, around[0] + typed + around[1]);
  return { uri, document, cursor: document.positionAt(around[0].length + typed.length) };
}

/**
 * Opens such a document and types on until the model is sure of the rest; when that is differs from model to model.
 * @returns the document, open in the client, the cursor, the item, and `rest`: what the item adds to what is typed.
 */
export async function openWithSuggestion(client, uri) {
  for (const typed of ['', 'v', 'values', 'values.', 'values.L', 'values.Len', 'values.Length; ', 'values.Length; i']) {
    const { document, cursor } = answerable(uri, typed);
    await client.open(uri, document.getText());
    const { items: [item] } = await client.complete(uri, cursor);
    const rest = item?.insertText.slice(cursor.character - item.range.start.character) ?? '';
    if (rest.length > 2) return { document, cursor, item, rest };
    await client.close(uri);
  }
  throw new Error('The model has nothing to say anywhere in the head of a loop that stands above.');
}
