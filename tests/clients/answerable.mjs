import { TextDocument } from 'vscode-languageserver-textdocument';

const around = [
  'using System;\n\nnamespace Demo;\n\npublic static class Numbers\n{\n    public static int Sum(int[] values)\n    {\n        var sum = 0;\n        for (var i = 0; i < ',
  '\n        {\n            sum += values[i];\n        }\n\n        return sum;\n    }\n\n    public static int Count(int[] values)\n    {\n        return values.Length;\n    }\n}\n',
];

/** A document with a place where any model of C# has something to say: the head of a loop over an array, after `typed`. */
export function answerable(uri, typed = '') {
  const document = TextDocument.create(uri, 'csharp', 1, around[0] + typed + around[1]);
  return { uri, document, cursor: document.positionAt(around[0].length + typed.length) };
}
