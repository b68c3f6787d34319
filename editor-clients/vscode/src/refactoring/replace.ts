import { type Memento, type TextEditor, window } from 'vscode';
import type { Session } from '../session.js';
import { editEverywhere } from './everywhere.js';
import { meantFolder } from './folder.js';
import { readPattern } from './pattern.js';

const title = 'Fathom: Replace Everywhere by Structure';
const memory = 'fathom.replace';

/** What the user wrote last. */
interface Written {
  pattern: string;
  replacement: string;
}

/** Asks for a pattern and what is to come in its place, and replaces all that fits in the C# sources of the folder. */
export async function replaceEverywhere(session: Session, memento: Memento): Promise<void> {
  const editor = window.activeTextEditor;
  const folder = await meantFolder(editor);
  if (!folder) return;
  const last = memento.get<Written>(memory);
  const written = await window.showInputBox({
    title, value: selectedLine(editor) ?? last?.pattern ?? '', placeHolder: 'Assert.AreEqual($a, $b) where a=int', ignoreFocusOut: true,
    prompt: 'C# to search for. $name stands for one thing, $name... for any number; "where name=Type" at the end says of which type.',
    validateInput: text => text.trim() === '' ? 'A pattern is needed; Escape leaves everything as it is.' : undefined,
  });
  if (written === undefined) return;
  const { pattern, where } = readPattern(written);
  const replacement = await window.showInputBox({
    title, value: written === last?.pattern ? last.replacement : pattern, placeHolder: 'Assert.Equal($a, $b)', ignoreFocusOut: true,
    prompt: `C# in place of ${pattern}, with its placeholders; left empty, statements and declarations are deleted.`,
  });
  if (replacement === undefined) return;
  await memento.update(memory, { pattern: written, replacement } satisfies Written);
  await editEverywhere(session, 'fathom.stageReplace', { pattern, replacement, where, uri: folder.uri });
}

function selectedLine(editor: TextEditor | undefined): string | undefined {
  return editor?.selection.isSingleLine ? editor.document.getText(editor.selection).trim() || undefined : undefined;
}
