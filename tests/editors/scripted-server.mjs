// A language server that suggests what it is told to, so that an editor's part can be looked at to the letter.
//   scripted-server.mjs SCRIPT     SCRIPT: a JSON file { suggestions: [text], answers: { method or command: result }, waits: [command], delay, failure }
// A suggestion is offered where its first line begins with what stands before the cursor, and replaces the line as Fathom's do.
// Asked by itself it offers the first that fits, asked by a key all of them. With `failure`, a sentence, it answers every such request with that error.
// A command that `waits` is answered when it is cancelled.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorCodes, LSPErrorCodes, ResponseError, StreamMessageReader, StreamMessageWriter, createProtocolConnection } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

const script = () => JSON.parse(readFileSync(process.argv[2], 'utf8'));
const documents = new Map();
const connection = createProtocolConnection(new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout));
let accepted = 0;

connection.onRequest('initialize', () => ({
  capabilities: {
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: 2 },
    inlineCompletionProvider: true,
    executeCommandProvider: { commands: ['fathom.accepted', 'fathom.partlyAccepted', 'fathom.pause', 'fathom.resume', 'fathom.resetStatistics'] },
  },
}));
connection.onRequest('shutdown', () => null);
connection.onNotification('exit', () => process.exit(0));
connection.onNotification('textDocument/didOpen', ({ textDocument: { uri, languageId, version, text } }) => documents.set(uri, TextDocument.create(uri, languageId, version, text)));
connection.onNotification('textDocument/didChange', ({ textDocument: { uri, version }, contentChanges }) => TextDocument.update(documents.get(uri), contentChanges, version));
connection.onNotification('textDocument/didClose', ({ textDocument: { uri } }) => documents.delete(uri));
connection.onRequest('workspace/executeCommand', ({ command }, token) => {
  const { answers = {}, waits = [] } = script();
  return waits.includes(command) ? cancellation(token) : answers[command] ?? null;
});

connection.onRequest('textDocument/inlineCompletion', async ({ textDocument, position, context }) => {
  const { suggestions = [], delay = 0, failure } = script();
  if (failure) throw new ResponseError(ErrorCodes.InternalError, failure);
  const line = documents.get(textDocument.uri).getText({ start: { line: position.line, character: 0 }, end: { line: position.line + 1, character: 0 } }).replace(/\n$/, '');
  const before = line.slice(0, position.character);
  const fitting = suggestions.filter(text => text.startsWith(before) && text !== line && before.trim() !== '');
  const range = { start: { line: position.line, character: 0 }, end: { line: position.line, character: line.length } };
  const items = fitting.slice(0, context.triggerKind === 1 ? 3 : 1).map(insertText => (
    { insertText, range, command: { title: 'Accepted', command: 'fathom.accepted', arguments: [`c-${++accepted}`] } }));
  if (delay > 0) await sleep(delay);
  return { items };
});

const cancellation = token => new Promise((_, reject) => {
  token.onCancellationRequested(() => reject(new ResponseError(LSPErrorCodes.RequestCancelled, 'It was cancelled.')));
});

for (const method of ['fathom/status', 'fathom/explainLast', 'fathom/statistics']) connection.onRequest(method, () => script().answers[method]);
connection.listen();
