// A client that writes bytes: for everything a well-behaved client library would not let through.
import { FrameReader, frame } from './protocol/frames.mjs';
import { ServerProcess } from './server-process.mjs';
import { until } from './waiting.mjs';

// A test may run beside other work; slowness is no reason to answer nothing.
const generous = 60_000;

export class RawClient {
  #nextId = 1;

  /** Messages of the server, in order. */
  received = [];

  constructor(options = {}) {
    this.server = new ServerProcess({ hostile: true, ...options });
    const frames = new FrameReader(message => this.received.push(message));
    this.server.output.on('data', bytes => frames.push(bytes));
  }

  /** A client that has shaken hands. */
  static async initialized(options) {
    const client = new RawClient(options);
    await client.request('initialize', { processId: null, rootUri: null, capabilities: {}, initializationOptions: { timeBudgetMs: generous } });
    client.notify('initialized', {});
    return client;
  }

  /** Waits until the server has loaded its model. */
  async ready() {
    await until(async () => !(await this.request('fathom/status', {})).result.busy, 'the model is loaded');
  }

  write(...pieces) {
    this.server.input.write(Buffer.concat(pieces.map(piece => (Buffer.isBuffer(piece) ? piece : Buffer.from(piece, 'utf8')))));
  }

  send(message) {
    const whole = { jsonrpc: '2.0', ...message };
    this.server.record('client', whole);
    this.write(frame(whole));
  }

  notify(method, params) {
    this.send({ method, params });
  }

  /** Sends a request and waits for its response message. */
  request(method, params, id = this.#nextId++) {
    this.send({ id, method, params });
    return this.response(id);
  }

  /** The response with an id of the same JSON type and value. */
  response(id) {
    return until(() => this.received.find(message => message.id === id && !('method' in message)), `an answer to request ${JSON.stringify(id)}`);
  }

  open(uri, text, languageId = 'csharp') {
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** Asks for an inline completion at a place; resolves to the response message. */
  complete(uri, line, character, triggerKind = 2) {
    return this.request('textDocument/inlineCompletion', { textDocument: { uri }, position: { line, character }, context: { triggerKind } });
  }

  /** Ends politely and gives the exit code. */
  async stop() {
    await this.request('shutdown');
    this.notify('exit');
    return this.server.exit();
  }
}
