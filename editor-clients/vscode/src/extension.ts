import { type ExtensionContext, commands, window, workspace } from 'vscode';
import { BackendKeys } from './backend/backend-keys.js';
import { forgetBackendKey, setBackendKey } from './backend/key-commands.js';
import { RedactedChannel } from './backend/redacted-channel.js';
import { openExample } from './example.js';
import { explainLast } from './explain/explain.js';
import { showMenu } from './menu/menu.js';
import { pauseCommands } from './pausing.js';
import { reportProblems } from './problems.js';
import { editByInstruction } from './refactoring/instruct.js';
import { renameEverywhere } from './refactoring/rename.js';
import { replaceEverywhere } from './refactoring/replace.js';
import { createClient } from './server/client.js';
import { findLaunch } from './server/launch.js';
import { Session } from './session.js';
import { settings } from './settings.js';
import { StatisticsPanel } from './statistics/statistics-panel.js';
import { DocumentStatus, frontDocument } from './status/document-status.js';
import { StatusBar } from './status/status-bar.js';

let session: Session | undefined;

export function activate(context: ExtensionContext): void {
  const bundled = context.asAbsolutePath('server/fathom.dll');
  const keys = new BackendKeys(context.secrets);
  const log = new RedactedChannel(window.createOutputChannel('Fathom', { log: true }), text => keys.redacted(text));
  const findServer = async () => {
    await keys.load();
    return findLaunch(settings.launch(), bundled);
  };
  const server = session = new Session(findServer, (launch, events) => createClient(launch, log, events, () => settings.ofServer(keys)), log);
  const here = new DocumentStatus(server);
  const statistics = new StatisticsPanel(server);
  const command = (id: string, run: () => unknown) => commands.registerCommand(id, run);
  const editorCommand = (id: string, builtIn: string) => command(id, () => commands.executeCommand(`editor.action.inlineSuggest.${builtIn}`));
  context.subscriptions.push(
    log, server, keys, here, statistics, new StatusBar(server, here), reportProblems(server),
    editorCommand('fathom.suggest', 'trigger'),
    editorCommand('fathom.next', 'showNext'),
    editorCommand('fathom.previous', 'showPrevious'),
    editorCommand('fathom.acceptWord', 'acceptNextWord'),
    editorCommand('fathom.acceptLine', 'acceptNextLine'),
    command('fathom.replace', () => replaceEverywhere(server, context.workspaceState)),
    command('fathom.rename', () => renameEverywhere(server)),
    command('fathom.edit', () => editByInstruction(server, context.workspaceState)),
    command('fathom.explainLast', () => explainLast(server)),
    command('fathom.showMenu', () => showMenu(server, here)),
    command('fathom.showStatistics', () => statistics.show()),
    command('fathom.clearStatistics', () => statistics.clear()),
    command('fathom.setBackendKey', () => setBackendKey(keys, settings.backend())),
    command('fathom.forgetBackendKey', () => forgetBackendKey(keys)),
    command('fathom.openExample', () => openExample(server)),
    command('fathom.openLog', () => log.show()),
    command('fathom.restart', () => server.restart()),
    ...pauseCommands(server, here),
    workspace.onDidChangeConfiguration(change => {
      // What the server reads once, when it starts.
      if (['fathom.server', 'fathom.model', 'fathom.threads', 'fathom.repositoryCache', 'fathom.contextTokens'].some(section => change.affectsConfiguration(section))) void server.renew();
    }),
    keys.onDidChange(() => void server.tell('workspace/didChangeConfiguration', { settings: { fathom: settings.ofServer(keys) } })),
    // A window without a file has no use for a server.
    window.onDidChangeActiveTextEditor(editor => { if (frontDocument(editor)) void server.start(); }),
  );
  if (frontDocument()) void server.start();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
