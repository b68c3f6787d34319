import path from 'node:path';
import { QuickPickItemKind, commands, window } from 'vscode';
import { pause, resume } from '../pausing.js';
import type { Session } from '../session.js';
import { settings } from '../settings.js';
import { type DocumentStatus, frontDocument } from '../status/document-status.js';
import { statusView } from '../status/status-view.js';
import { type MenuAction, menuEntries } from './menu-entries.js';

/** How long the menu waits for the server's word on the file in front: a server that hangs is a reason to open it. */
const patienceMilliseconds = 1000;

/** The menu behind the status bar item. */
export async function showMenu(session: Session, here: DocumentStatus): Promise<void> {
  await Promise.race([here.refresh(), new Promise(resolve => setTimeout(resolve, patienceMilliseconds))]);
  const status = here.status ?? (session.state.phase === 'running' ? session.state.status : undefined);
  const document = frontDocument();
  const view = statusView(session.state, here.status);
  const entries = menuEntries({
    view,
    model: status?.model,
    isElsewhere: settings.backend().kind !== 'embedded',
    lastLatencyMs: status?.lastLatencyMs,
    paused: Boolean(status?.paused),
    file: document && { name: path.basename(document.fileName), uri: document.uri.toString(), languageId: document.languageId },
  });
  const items = entries.map(entry => ({ ...entry, kind: entry.action ? QuickPickItemKind.Default : QuickPickItemKind.Separator }));
  const picked = await window.showQuickPick(items, { title: 'Fathom', placeHolder: view.message });
  if (picked?.action) await perform(session, here, picked.action);
}

async function perform(session: Session, here: DocumentStatus, action: MenuAction): Promise<void> {
  if ('command' in action) {
    await commands.executeCommand(action.command, ...action.arguments ?? []);
    return;
  }
  if ('pause' in action) await pause(session, here, action.pause);
  else await resume(session, here);
}
