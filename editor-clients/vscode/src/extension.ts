import { type ExtensionContext, commands, window, workspace } from 'vscode';
import { openExample } from './example.js';
import { explainLast } from './explain/explain.js';
import { showMenu } from './menu/menu.js';
import { reportProblems } from './problems.js';
import { createClient } from './server/client.js';
import { findLaunch } from './server/launch.js';
import { Session } from './session.js';
import { StatisticsPanel } from './statistics/statistics-panel.js';
import { DocumentStatus, frontDocument } from './status/document-status.js';
import { StatusBar } from './status/status-bar.js';

let session: Session | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Fathom', { log: true });
  const bundled = context.asAbsolutePath('server/fathom.dll');
  const server = session = new Session(() => findLaunch(launchSettings(), bundled), (launch, events) => createClient(launch, log, events), log);
  const here = new DocumentStatus(server);
  const statistics = new StatisticsPanel(server);
  const command = (id: string, run: () => unknown) => commands.registerCommand(id, run);
  const editorCommand = (id: string, builtIn: string) => command(id, () => commands.executeCommand(`editor.action.inlineSuggest.${builtIn}`));
  context.subscriptions.push(
    log, server, here, statistics, new StatusBar(server, here), reportProblems(server),
    editorCommand('fathom.suggest', 'trigger'),
    editorCommand('fathom.next', 'showNext'),
    editorCommand('fathom.previous', 'showPrevious'),
    editorCommand('fathom.acceptWord', 'acceptNextWord'),
    editorCommand('fathom.acceptLine', 'acceptNextLine'),
    command('fathom.explainLast', () => explainLast(server)),
    command('fathom.showMenu', () => showMenu(server, here)),
    command('fathom.showStatistics', () => statistics.show()),
    command('fathom.clearStatistics', () => statistics.clear()),
    command('fathom.openExample', () => openExample(server)),
    command('fathom.openLog', () => log.show()),
    command('fathom.restart', () => server.restart()),
    workspace.onDidChangeConfiguration(change => {
      // What the server reads once, when it starts.
      if (['fathom.server', 'fathom.model', 'fathom.threads', 'fathom.repositoryCache'].some(section => change.affectsConfiguration(section))) void server.restart();
    }),
    // A window without a file has no use for a server.
    window.onDidChangeActiveTextEditor(editor => { if (frontDocument(editor)) void server.start(); }),
  );
  if (frontDocument()) void server.start();
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}

function launchSettings(): { path: string | null; dotnet: string | null } {
  const section = workspace.getConfiguration('fathom.server');
  return { path: section.get<string | null>('path') || null, dotnet: section.get<string | null>('dotnet') || null };
}
