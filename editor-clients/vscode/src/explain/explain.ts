import { type Uri, commands, window, workspace } from 'vscode';
import type { Explanation } from '../protocol.js';
import type { Session } from '../session.js';
import { frontDocument } from '../status/document-status.js';
import { statusView } from '../status/status-view.js';
import { explainedEntries } from './explained-entries.js';

/** Shows how the last requests of the file in front ended, newest first. */
export async function explainLast(session: Session): Promise<void> {
  const document = frontDocument();
  const explanation = await session.ask<Explanation>('fathom/explainLast', document ? { textDocument: { uri: document.uri.toString() } } : {});
  if (explanation === undefined) {
    void window.showInformationMessage(statusView(session.state, undefined).message);
    return;
  }
  const entries = explainedEntries(explanation.requests);
  if (entries.length === 0) {
    await explainSilence(document?.uri);
    return;
  }
  await window.showQuickPick(entries, { title: 'Fathom: the last requests, newest first', placeHolder: entries[0]?.label.replace(/^\$\(.*?\) /, '') ?? '' });
}

/** VS Code asks nobody while its own setting is off, as those leave it who have silenced another extension. */
async function explainSilence(uri: Uri | undefined): Promise<void> {
  if (workspace.getConfiguration('editor.inlineSuggest', uri).get('enabled') !== false) {
    void window.showInformationMessage('Nothing was asked for here yet: type, or run "Fathom: Suggest Now".');
    return;
  }
  const open = 'Open Settings';
  const answer = await window.showWarningMessage('VS Code asks for no suggestions: its setting editor.inlineSuggest.enabled is off.', open);
  if (answer === open) await commands.executeCommand('workbench.action.openSettings', 'editor.inlineSuggest.enabled');
}
