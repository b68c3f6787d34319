// Checks a conversation, message by message in both directions, against JSON-RPC and the protocol's model.
import { existsSync, readFileSync } from 'node:fs';
import { repository } from '../repository.mjs';
import { MetaModel } from './meta-model.mjs';

/** Where the protocol's model is looked for: beside the repository. It is not ours to commit. */
const modelFile = repository('../shared/goldens/lsp/metaModel.json');

/** Why traffic cannot be checked here, or false when it can. */
export const trafficCheckSkipped = existsSync(modelFile) ? false : 'the protocol\'s metaModel.json is not beside the repository (../shared/goldens/lsp)';

const metaModel = trafficCheckSkipped ? undefined : new MetaModel(JSON.parse(readFileSync(modelFile, 'utf8')));

/** Methods of our own, which the protocol's model cannot know. Everything else has to be in it. */
export const ownMethods = new Set(['fathom/status', 'fathom/didChangeStatus', 'fathom/explainLast', 'fathom/statistics']);

export class TrafficCheck {
  #model;
  #hostile;
  #pending = { client: new Map(), server: new Map() };
  #initialized = 'not yet';

  /** Sentences about what was wrong, in order of arrival. */
  problems = [];

  /** @param {boolean} [options.hostile] the client breaks rules on purpose: only what the server says is a problem. */
  constructor({ model = metaModel, hostile = false } = {}) {
    this.#model = model;
    this.#hostile = hostile;
  }

  /** A message `from` 'client' or 'server', as it stood on the wire. */
  message(from, message) {
    const found = 'method' in message ? this.#call(from, message) : this.#response(from, message);
    if (from === 'client' && this.#hostile) return;
    this.problems.push(...found.map(problem => `${from} → ${from === 'client' ? 'server' : 'client'}: ${problem}`));
  }

  #call(from, message) {
    const isRequest = 'id' in message;
    const found = [...envelopeProblems(message, ['jsonrpc', 'id', 'method', 'params']), ...this.#orderProblems(from, message)];
    if (isRequest) {
      if (this.#pending[from].has(message.id)) found.push(`request id ${JSON.stringify(message.id)} is used twice`);
      this.#pending[from].set(message.id, message.method);
    }
    if (!this.#model || ownMethods.has(message.method)) return found;

    const definition = (isRequest ? this.#model.requests : this.#model.notifications).get(message.method);
    if (!definition) return [...found, `${message.method} is not a ${isRequest ? 'request' : 'notification'} of the protocol`];
    if (definition.messageDirection !== 'both' && definition.messageDirection !== (from === 'client' ? 'clientToServer' : 'serverToClient')) {
      found.push(`${message.method} goes the other way`);
    }
    if (!definition.params) return 'params' in message ? [...found, `${message.method} has no params`] : found;
    return [...found, ...this.#model.problems(definition.params, message.params, `${message.method}.params`)];
  }

  #response(from, message) {
    const asker = from === 'client' ? 'server' : 'client';
    const found = envelopeProblems(message, ['jsonrpc', 'id', 'result', 'error']);
    if (('result' in message) === ('error' in message)) found.push(`a response has exactly one of result and error: ${JSON.stringify(message).slice(0, 120)}`);
    // The answer to a message that could not be read has the id null.
    if (message.id === null && 'error' in message) return found;
    if (!this.#pending[asker].has(message.id)) return this.#hostile ? found : [...found, `an answer to id ${JSON.stringify(message.id)}, which is not waiting for one`];
    const method = this.#pending[asker].get(message.id);
    this.#pending[asker].delete(message.id);
    if (method === 'initialize' && 'result' in message) this.#initialized = 'answered';

    if ('error' in message) return [...found, ...errorProblems(message.error, method)];
    const definition = this.#model?.requests.get(method);
    return definition && 'result' in message ? [...found, ...this.#model.problems(definition.result, message.result, `${method}.result`)] : found;
  }

  /** Before it has answered `initialize` a server may only send a few messages; the rest waits for `initialized`. */
  #orderProblems(from, message) {
    if (from === 'client') {
      if (message.method === 'initialized') this.#initialized = 'done';
      return [];
    }
    const early = ['window/showMessage', 'window/logMessage', 'telemetry/event', 'window/showMessageRequest', '$/progress'];
    if (this.#initialized === 'not yet' && !early.includes(message.method)) return [`${message.method} before the answer to initialize`];
    if (this.#initialized !== 'done' && 'id' in message && message.method !== 'window/showMessageRequest') return [`request ${message.method} before initialized`];
    return [];
  }
}

function envelopeProblems(message, members) {
  const found = Object.keys(message).filter(key => !members.includes(key)).map(key => `a message has no member '${key}'`);
  if (message.jsonrpc !== '2.0') found.push('jsonrpc is not "2.0"');
  if ('id' in message && message.id !== null && typeof message.id !== 'string' && !Number.isInteger(message.id)) found.push(`id ${JSON.stringify(message.id)} is neither integer nor string`);
  return found;
}

function errorProblems(error, method) {
  const found = [];
  if (!Number.isInteger(error?.code)) found.push(`the error of ${method} has no integer code`);
  if (typeof error?.message !== 'string') found.push(`the error of ${method} has no message`);
  return found;
}
