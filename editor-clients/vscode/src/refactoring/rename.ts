import { window } from 'vscode';
import type { Session } from '../session.js';
import { editEverywhere } from './everywhere.js';

/** Asks for another name of what stands at the cursor, and renames it in the C# sources of the folder. */
export async function renameEverywhere(session: Session): Promise<void> {
  const editor = window.activeTextEditor;
  const word = editor?.document.getWordRangeAtPosition(editor.selection.active);
  if (!editor || !word) {
    void window.showInformationMessage('Put the cursor on a name first.');
    return;
  }
  const name = editor.document.getText(word);
  const newName = (await window.showInputBox({
    title: 'Fathom: Rename Everywhere', value: name, prompt: `Another name for ${name}`,
    validateInput: text => text.trim() === '' ? 'A name is needed; Escape leaves everything as it is.' : undefined,
  }))?.trim();
  if (newName === undefined || newName === name) return;
  const { line, character } = word.start;
  await editEverywhere(session, 'fathom.stageRename', { uri: editor.document.uri.toString(), position: { line, character }, newName });
}
