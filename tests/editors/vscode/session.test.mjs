// The life of the server as the extension keeps it, with clients that start, answer and end when the test says so.
import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { compiled } from './compiled.mjs';

const { Session } = await compiled('session');
const ready = { busy: false, kind: 'Normal', message: 'Ready.', model: 'fathom-nano' };

/** A fake of the protocol client, the outermost edge: what a real one does is tested in VS Code. */
class Client {
  started = false;
  isDisposed = false;
  #settle = resolvers();

  constructor(events) {
    this.events = events;
  }

  async start() {
    await this.#settle.promise;
    this.started = true;
  }

  /** The server has answered `initialize`. */
  async starts() {
    this.#settle.resolve();
    await turn();
  }

  async startFails() {
    this.#settle.reject(new Error('no such program'));
    await turn();
  }

  /** As vscode-languageclient does: a client that is starting cannot be ended. */
  async dispose() {
    if (!this.started) throw new Error('Client is not running and cannot be stopped.');
    this.isDisposed = true;
  }

  async sendRequest(method, ...more) {
    return this.answer?.(method, ...more) ?? ready;
  }
}

function resolvers() {
  const settle = {};
  settle.promise = new Promise((resolve, reject) => Object.assign(settle, { resolve, reject }));
  return settle;
}

describe('a session', () => {
  let clients, session;

  beforeEach(() => {
    clients = [];
    const log = { info() {}, warn() {}, error() {}, debug() {} };
    session = new Session(async () => ({ command: 'fathom', arguments: [] }), (_, events) => {
      clients.push(new Client(events));
      return clients.at(-1);
    }, log);
  });

  /** Starts and goes on to where the client is starting. */
  async function starting() {
    void session.start();
    await turn();
    return clients.at(-1);
  }

  async function running() {
    const client = await starting();
    await client.starts();
    return client;
  }

  test('runs when the server has started, and knows its status', async () => {
    await running();

    assert.deepEqual(session.state, { phase: 'running', status: ready, thinking: false });
  });

  test('ends a client that was stopped while it was starting, and never runs it', async () => {
    const phases = [];
    const client = await starting();
    session.onDidChange(({ phase }) => phases.push(phase));

    const stopped = session.stop();
    await client.starts();
    await stopped;

    assert.ok(client.isDisposed);
    assert.deepEqual(phases, ['idle']);
  });

  test('starts another only when the one that was starting has ended', async () => {
    const first = await starting();

    void session.restart();
    await turn();
    assert.equal(clients.length, 1);
    await first.starts();
    await turn();
    await clients[1].starts();

    assert.ok(first.isDisposed);
    assert.equal(clients.length, 2);
    assert.equal(session.state.phase, 'running');
  });

  test('ends a client that starts too slowly to be waited for as soon as it has started', async context => {
    context.mock.timers.enable({ apis: ['setTimeout'] });
    const first = await starting();

    void session.restart();
    await turn();
    context.mock.timers.tick(2000);
    await turn();
    await clients[1].starts();
    assert.ok(!first.isDisposed);
    await first.starts();

    assert.ok(first.isDisposed);
    assert.equal(clients.length, 2);
    assert.equal(session.state.phase, 'running');
  });

  test('starts once where it is asked twice to start anew', async () => {
    const first = await running();

    await Promise.all([session.restart(), session.restart(), turn().then(() => clients[1].starts())]);

    assert.ok(first.isDisposed);
    assert.equal(clients.length, 2);
  });

  test('starts anew for other settings only what was started', async () => {
    await session.renew();
    assert.equal(clients.length, 0);

    const first = await running();
    void session.renew();
    await turn();
    await clients[1].starts();

    assert.ok(first.isDisposed);
    assert.equal(session.state.phase, 'running');
  });

  test('goes on after a client that could not start', async () => {
    const first = await starting();

    void session.restart();
    await first.startFails();
    await turn();
    await clients[1].starts();

    assert.equal(session.state.phase, 'running');
  });

  test('hears nothing of an old client: neither its status, nor what it is asked, nor its end', async () => {
    const old = await running();
    void session.restart();
    await turn();
    await clients[1].starts();
    const before = session.state;

    old.events.asking(1);
    old.events.status({ ...ready, message: 'Old.' });
    old.events.closed();

    assert.deepEqual(session.state, before);
  });

  test('does not count what an old client is still asked as thinking of the new one', async () => {
    const old = await running();
    old.events.asking(1);
    assert.ok(session.state.thinking);
    void session.restart();
    await turn();
    await clients[1].starts();

    clients[1].events.asking(1);
    old.events.asking(-1);

    assert.ok(session.state.thinking);
  });

  test('gives no answer of a server that has ended since', async () => {
    const client = await running();
    const answer = resolvers();
    client.answer = () => answer.promise;

    const asked = session.ask('fathom/statistics');
    await turn();
    await session.stop();
    answer.resolve({ shown: 1 });

    assert.equal(await asked, undefined);
  });

  test('gives the reason of a command that cannot be done to whoever waits for it, and to nobody else', async () => {
    const client = await running();
    client.answer = () => { throw new Error('No folder is open.'); };

    await assert.rejects(session.executeOrFail('fathom.stageReplace', {}), /^Error: No folder is open\.$/);
    assert.equal(await session.execute('fathom.pause'), undefined);
  });

  test('hands on what cancels a command', async () => {
    const client = await running(), token = { isCancellationRequested: false };
    const asked = [];
    client.answer = (...request) => { asked.push(request); };

    await session.executeOrFail('fathom.stageReplace', { pattern: 'a' }, token);
    await session.executeOrFail('fathom.applyStaged', 'edit-1');

    assert.deepEqual(asked, [
      ['workspace/executeCommand', { command: 'fathom.stageReplace', arguments: [{ pattern: 'a' }] }, token],
      ['workspace/executeCommand', { command: 'fathom.applyStaged', arguments: ['edit-1'] }],
    ]);
  });

  test('gives no reason why a server left a command unanswered that has ended since', async () => {
    const client = await running();
    const answer = resolvers();
    client.answer = () => answer.promise;

    const asked = session.executeOrFail('fathom.stageReplace', {});
    await turn();
    await session.stop();
    answer.reject(new Error('Pending response rejected since connection got disposed'));

    assert.equal(await asked, undefined);
  });
});
