import { window } from 'vscode';
import type { Session } from '../session.js';
import { editEverywhere } from './everywhere.js';
import { uriInFolder } from './folder.js';

/** Asks what is to be done, and has the model that runs elsewhere do it in the folder. */
export async function editByInstruction(session: Session): Promise<void> {
  const instruction = (await window.showInputBox({
    title: 'Fathom: Edit Everywhere by Instruction', placeHolder: 'Give every handler a CancellationToken and pass it on', ignoreFocusOut: true,
    prompt: 'What is to be done, in your words. The model of fathom.backend reads what it needs of the folder; you see the edit before anything is written.',
    validateInput: text => text.trim() === '' ? 'An instruction is needed; Escape leaves everything as it is.' : undefined,
  }))?.trim();
  if (instruction) await editEverywhere(session, 'fathom.stageEdit', { instruction, uri: uriInFolder(window.activeTextEditor) });
}
