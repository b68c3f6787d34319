import { Position, Selection, commands, window, workspace } from 'vscode';

const lines = [
  'namespace Example;',
  '',
  'public sealed class Basket',
  '{',
  '    private readonly List<string> _items = [];',
  '',
  '    public int Count => _items.Count;',
  '',
  '    public void Print()',
  '    {',
  '        for (int i = 0; i < ',
  '    }',
  '}',
  '',
];

/** Opens an unsaved C# file with the cursor where a suggestion is likely, and asks for one. */
export async function openExample(): Promise<void> {
  const document = await workspace.openTextDocument({ language: 'csharp', content: lines.join('\n') });
  const editor = await window.showTextDocument(document);
  const line = lines.findIndex(text => text.endsWith('i < '));
  const cursor = new Position(line, lines[line]?.length ?? 0);
  editor.selection = new Selection(cursor, cursor);
  await commands.executeCommand('editor.action.inlineSuggest.trigger');
}
