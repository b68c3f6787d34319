import { createInterface } from 'node:readline';
import { type LogOutputChannel, type WorkspaceConfiguration, workspace } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient, type LanguageClientOptions, RevealOutputChannelOn, type StaticFeature } from 'vscode-languageclient/node';
import type { ServerStatus } from '../protocol.js';
import type { ServerEvents } from '../session.js';
import type { Launch } from './launch.js';
import { logLine } from './log-line.js';

/** The protocol client, not yet started. Suggestions come through the library's own inline completion feature. */
export function createClient(launch: Launch, log: LogOutputChannel, events: ServerEvents): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: [{ scheme: 'file' }, { scheme: 'untitled' }],
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: () => initializationOptions(workspace.getConfiguration('fathom')),
    synchronize: { configurationSection: 'fathom' },
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
        events.asking(1);
        try {
          return await next(document, position, context, token);
        } finally {
          events.asking(-1);
        }
      },
    },
  };
  const client = new LanguageClient('fathom', 'Fathom', { command: launch.command, args: launch.arguments }, options);
  client.registerFeature(announcement);
  client.onNotification('fathom/didChangeStatus', (status: ServerStatus) => events.status(status));
  return client;
}

/** Tells the server that this client understands its own requests. */
const announcement: StaticFeature = {
  fillClientCapabilities: capabilities => { capabilities.experimental = { ...capabilities.experimental as object, fathom: true }; },
  initialize: () => {},
  getState: () => ({ kind: 'static' }),
  clear: () => {},
};

/** The whole section, as it would be pulled; settings of this extension itself are of no interest to the server. */
function initializationOptions(section: WorkspaceConfiguration): object {
  const { server: _, ...settings } = JSON.parse(JSON.stringify(section)) as Record<string, unknown>;
  return settings;
}

function writeLog(input: NodeJS.ReadableStream, log: LogOutputChannel): void {
  createInterface({ input, crlfDelay: Infinity, terminal: false }).on('line', line => {
    const { level, text } = logLine(line);
    log[level](text);
  });
}
