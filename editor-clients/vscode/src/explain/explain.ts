import { window } from 'vscode';
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
    void window.showInformationMessage('Nothing was asked for here yet: type, or run "Fathom: Suggest Now".');
    return;
  }
  await window.showQuickPick(entries, { title: 'Fathom: the last requests, newest first', placeHolder: entries[0]?.label.replace(/^\$\(.*?\) /, '') ?? '' });
}
