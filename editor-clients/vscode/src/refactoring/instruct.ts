import { type Memento, commands, window } from 'vscode';
import type { Session } from '../session.js';
import { settings } from '../settings.js';
import { editEverywhere } from './everywhere.js';
import { meantFolder } from './folder.js';

/** What the user wrote last, so that nothing is lost where it could not be done. */
const memory = 'fathom.edit';

/** Asks what is to be done, and has the model that runs elsewhere do it in the folder. */
export async function editByInstruction(session: Session, memento: Memento): Promise<void> {
  if (settings.backend().kind === 'embedded') {
    const choose = 'Open Settings';
    const answer = await window.showInformationMessage('The model inside Fathom is too small to plan an edit. Choose where another one runs in fathom.backend.kind first.', choose);
    if (answer === choose) await commands.executeCommand('workbench.action.openSettings', 'fathom.backend');
    return;
  }
  const folder = await meantFolder(window.activeTextEditor);
  if (!folder) return;
  const instruction = (await window.showInputBox({
    title: 'Fathom: Edit Everywhere by Instruction', value: memento.get<string>(memory) ?? '', placeHolder: 'Give every handler a CancellationToken and pass it on', ignoreFocusOut: true,
    prompt: 'What is to be done, in your words. The model of fathom.backend reads what it needs of the folder; you see the edit before anything is written.',
    validateInput: text => text.trim() === '' ? 'An instruction is needed; Escape leaves everything as it is.' : undefined,
  }))?.trim();
  if (!instruction) return;
  await memento.update(memory, instruction);
  await editEverywhere(session, 'fathom.stageEdit', { instruction, uri: folder.uri });
}
