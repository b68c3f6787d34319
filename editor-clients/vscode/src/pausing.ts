import { type Disposable, commands, window } from 'vscode';
import type { Pause } from './protocol.js';
import type { Session } from './session.js';
import { type DocumentStatus, frontDocument } from './status/document-status.js';

const hour = 60;

/** Pauses suggestions, and shows it. */
export async function pause(session: Session, here: DocumentStatus, what: Pause): Promise<void> {
  await session.execute('fathom.pause', what);
  await here.refresh();
}

/** Ends every pause, and shows it. */
export async function resume(session: Session, here: DocumentStatus): Promise<void> {
  await session.execute('fathom.resume');
  await here.refresh();
}

/** The commands that do the same by a key, or from the palette. Their names are not the server's, which VS Code's client of LSP takes for itself. */
export function pauseCommands(session: Session, here: DocumentStatus): Disposable[] {
  const inFront = async (what: (uri: string, languageId: string) => Pause): Promise<void> => {
    const document = frontDocument();
    if (document) await pause(session, here, what(document.uri.toString(), document.languageId));
    else void window.showInformationMessage('There is no file in front; open the one in which suggestions are to pause.');
  };
  return [
    commands.registerCommand('fathom.pauseFile', () => inFront(uri => ({ scope: 'file', uri }))),
    commands.registerCommand('fathom.pauseLanguage', () => inFront((_, languageId) => ({ scope: 'language', languageId }))),
    commands.registerCommand('fathom.pauseHour', () => pause(session, here, { scope: 'all', minutes: hour })),
    commands.registerCommand('fathom.endPauses', () => resume(session, here)),
  ];
}
