// An editor as far as a server can tell: the real protocol library, a mirror of each document, edits as people make them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  DidChangeTextDocumentNotification, DidCloseTextDocumentNotification, DidOpenTextDocumentNotification, ExitNotification, InitializeRequest,
  InitializedNotification, InlineCompletionRequest, ShutdownRequest, StreamMessageReader, StreamMessageWriter, createProtocolConnection,
} from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ServerProcess } from './server-process.mjs';
import { until, within } from './waiting.mjs';

export const invoked = 1;
export const automatic = 2;

// A test may run beside other work; slowness is no reason to answer nothing.
const generous = 60_000;

/** What an editor of ordinary abilities announces. */
export const ordinaryCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  textDocument: { synchronization: { didSave: true }, inlineCompletion: { dynamicRegistration: true } },
  workspace: { configuration: true, workspaceFolders: true, applyEdit: true, didChangeConfiguration: { dynamicRegistration: true } },
  window: { workDoneProgress: true },
};

export class EditorClient {
  #documents = new Map();

  /** What the user has set in the section 'fathom'. */
  settings = { timeBudgetMs: generous };

  constructor(server, workspace) {
    this.server = server;
    this.workspace = workspace;
    this.connection = createProtocolConnection(new StreamMessageReader(server.output), new StreamMessageWriter(server.input));
    this.connection.onRequest('workspace/configuration', ({ items }) => items.map(({ section }) => (section === 'fathom' ? this.settings : null)));
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('window/workDoneProgress/create', () => null);
    this.connection.listen();
  }

  /**
   * Starts a server and shakes hands, with an empty folder as workspace.
   * @param {object} [options.initialize] members that replace those of the usual `initialize` params.
   * @param {string[]} [options.arguments] more arguments for `serve`.
   * @param {object} [options.environment] more environment variables of the server.
   */
  static async start({ initialize = {}, arguments: more, environment } = {}) {
    const workspace = mkdtempSync(path.join(tmpdir(), 'fathom-workspace-'));
    const uri = pathToFileURL(workspace).href;
    const client = new EditorClient(new ServerProcess({ arguments: more, environment }), workspace);
    client.initializeResult = await within(client.connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      clientInfo: { name: 'fathom client tests' },
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'workspace' }],
      capabilities: ordinaryCapabilities,
      initializationOptions: { timeBudgetMs: generous },
      ...initialize,
    }), 'an answer to initialize');
    await client.connection.sendNotification(InitializedNotification.type, {});
    return client;
  }

  /** The URI of a file of the workspace (which need not be on disk). */
  uri(name) {
    return pathToFileURL(path.join(this.workspace, name)).href;
  }

  /** The client's own text of an open document. */
  document(uri) {
    return this.#documents.get(uri);
  }

  async open(uri, text, languageId = 'csharp') {
    this.#documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument: { uri, languageId, version: 1, text } });
  }

  async close(uri) {
    this.#documents.delete(uri);
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, { textDocument: { uri } });
  }

  /** Sends changes, each relative to the text the one before it has left. */
  async change(uri, changes, version = this.document(uri).version + 1) {
    TextDocument.update(this.document(uri), changes, version);
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, { textDocument: { uri, version }, contentChanges: changes });
  }

  /** Replaces `[start, end)`, given as offsets, by `text`. */
  async replace(uri, start, end, text) {
    const document = this.document(uri);
    await this.change(uri, [{ range: { start: document.positionAt(start), end: document.positionAt(end) }, text }]);
  }

  /** The list of items for a cursor given as offset or position. */
  complete(uri, cursor, context = {}, cancellation) {
    const position = typeof cursor === 'number' ? this.document(uri).positionAt(cursor) : cursor;
    const params = { textDocument: { uri }, position, context: { triggerKind: automatic, ...context } };
    return within(this.connection.sendRequest(InlineCompletionRequest.type, params, cancellation), `a completion at ${position.line}:${position.character} of ${uri}`);
  }

  status() {
    return within(this.connection.sendRequest('fathom/status', {}), 'an answer to fathom/status');
  }

  /** Waits until the model is loaded. */
  async ready() {
    const status = await until(async () => {
      const now = await this.status();
      return !now.busy && now;
    }, 'the model is loaded');
    if (!status.model) throw new Error(`The server has no model: ${status.message}`);
    return status;
  }

  /** How often the model was asked so far. */
  async modelCalls() {
    const { modelCalls } = (await this.status()).counters;
    if (!Number.isInteger(modelCalls)) throw new Error('fathom/status does not count model calls.');
    return modelCalls;
  }

  /** Ends politely: shutdown, exit, end of the process. Returns the exit code. */
  async stop() {
    await within(this.connection.sendRequest(ShutdownRequest.type), 'an answer to shutdown');
    await this.connection.sendNotification(ExitNotification.type);
    const code = await this.server.exit();
    this.connection.dispose();
    rmSync(this.workspace, { recursive: true, force: true });
    return code;
  }
}

