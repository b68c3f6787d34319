import { Selection, TextEditorRevealType, commands, window, workspace } from 'vscode';
import type { Session } from './session.js';

const text = `namespace Example;

public sealed class Basket
{
    private readonly List<string> _items = [];

    public int Count => _items.Count;

    public void Add(string item)
    {
        if (item == null)
        {
            throw new ArgumentNullException(nameof(item));
        }

        _items.Add(item);
    }

    public void Remove(string item)
    {
        if (item == null)
        {
            \u25ae
        }

        _items.Remove(item);
    }
}
`;

/** Opens an unsaved C# file with the cursor where a suggestion is likely, and asks for one as soon as there is a model to ask. */
export async function openExample(session: Session): Promise<void> {
  const [before = '', after = ''] = text.split('\u25ae');
  const document = await workspace.openTextDocument({ language: 'csharp', content: before + after });
  const editor = await window.showTextDocument(document);
  const cursor = document.positionAt(before.length);
  editor.selection = new Selection(cursor, cursor);
  editor.revealRange(editor.selection, TextEditorRevealType.InCenterIfOutsideViewport);
  // What kept the server from starting may be mended by now.
  if (session.state.phase === 'failed') await session.restart();
  await session.loaded();
  await commands.executeCommand('editor.action.inlineSuggest.trigger');
}
