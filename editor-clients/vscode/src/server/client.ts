import { createInterface } from 'node:readline';
import { type LogOutputChannel, workspace } from 'vscode';
import { CancellationToken, CloseAction, DidChangeConfigurationNotification, ErrorAction, type LanguageClient, type LanguageClientOptions, RevealOutputChannelOn, type StaticFeature } from 'vscode-languageclient/node';
import type { ServerStatus } from '../protocol.js';
import { previewedWhole } from '../refactoring/previewed-whole.js';
import type { ServerEvents } from '../session.js';
import { leaveStandingText } from '../suggestions/leave-standing-text.js';
import type { Launch } from './launch.js';
import { logLine } from './log-line.js';
import { QuietClient } from './quiet-client.js';
import { settingsAtStart } from './server-settings.js';

/**
 * The protocol client, not yet started. Suggestions come through the library's own inline completion feature.
 * @param settings what the server is told of the settings, whenever and however it hears of them.
 */
export function createClient(launch: Launch, log: LogOutputChannel, events: ServerEvents, settings: () => object): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: [{ scheme: 'file' }, { scheme: 'untitled' }],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => settingsAtStart(settings()),
    synchronize: { configurationSection: section },
    // Standard output carries the protocol; the log comes on standard error.
    stdioOptions: { stdout: () => {}, stderr: input => writeLog(input, log) },
    // Restarting, with back-off, is the session's business; so is telling the user.
    initializationFailedHandler: () => false,
    errorHandler: {
      error: () => ({ action: ErrorAction.Continue, handled: true }),
      closed: () => {
        events.closed();
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
    middleware: {
      provideInlineCompletionItems: async (document, position, context, token, next) => {
        const { text: line } = document.lineAt(position);
        events.asking(1);
        try {
          const answer = await next(document, position, context, token);
          leaveStandingText(answer, line, position);
          return answer;
        } finally {
          events.asking(-1);
        }
      },
      workspace: {
        handleApplyEdit: (params, next) => next(previewedWhole(params, workspace.workspaceFolders?.[0]?.uri.toString()), CancellationToken.None),
        configuration: async (params, token, next) => {
          const values = await next(params, token);
          return Array.isArray(values) ? values.map((value, index) => params.items[index]?.section === section ? settings() : value) : values;
        },
        didChangeConfiguration: () => client.sendNotification(DidChangeConfigurationNotification.type, { settings: { [section]: settings() } }),
      },
    },
  };
  const client = new QuietClient('fathom', 'Fathom', { command: launch.command, args: launch.arguments, options: { cwd: launch.folder } }, options);
  client.registerFeature(announcement);
  client.onNotification('fathom/didChangeStatus', (status: ServerStatus) => events.status(status));
  return client;
}

/** The settings that are the server's. */
const section = 'fathom';

/** Tells the server that this client understands its own requests. */
const announcement: StaticFeature = {
  fillClientCapabilities: capabilities => { capabilities.experimental = { ...capabilities.experimental as object, fathom: true }; },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
};

function writeLog(input: NodeJS.ReadableStream, log: LogOutputChannel): void {
  createInterface({ input, crlfDelay: Infinity, terminal: false }).on('line', line => {
    const { level, text } = logLine(line);
    log[level](text);
  });
}
