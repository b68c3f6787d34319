import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, test } from 'node:test';
import { EditorClient } from './editor-client.mjs';
import { RawClient } from './raw-client.mjs';

const notInitialized = -32002, invalidRequest = -32600;

describe('Life cycle', () => {
  test('the answer to initialize names the server and what it can do', async () => {
    const client = await EditorClient.start();
    const { capabilities, serverInfo } = client.initializeResult;

    assert.equal(serverInfo.name, 'fathom');
    assert.match(serverInfo.version, /^\d+\.\d+\.\d+/);
    assert.equal(capabilities.positionEncoding, 'utf-16');
    assert.equal(capabilities.textDocumentSync.openClose, true);
    assert.equal(capabilities.textDocumentSync.change, 2);
    assert.ok(capabilities.inlineCompletionProvider);
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });

  test('utf-16 is answered also where utf-8 is the client\'s first choice', async () => {
    const client = await EditorClient.start({ initialize: { capabilities: { general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] } } } });
    assert.equal(client.initializeResult.capabilities.positionEncoding, 'utf-16');
    await client.stop();
    assert.deepEqual(client.server.problems, []);
  });

  test('a request before initialize is refused, a notification is dropped', async () => {
    const client = new RawClient();
    client.open('file:///early.cs', 'class Early { ');

    const response = await client.complete('file:///early.cs', 0, 14);

    assert.equal(response.error.code, notInitialized);
    assert.ok((await client.request('initialize', { processId: null, rootUri: null, capabilities: {} })).result);
    assert.equal(await client.stop(), 0);
  });

  test('a second initialize is refused', async () => {
    const client = await RawClient.initialized();
    const response = await client.request('initialize', { processId: null, rootUri: null, capabilities: {} });
    assert.equal(response.error.code, invalidRequest);
    assert.equal(await client.stop(), 0);
  });

  test('shutdown is answered with null, and later requests are refused', async () => {
    const client = await RawClient.initialized();

    const shutdown = await client.request('shutdown');
    const late = await client.complete('file:///late.cs', 0, 0);

    assert.ok('result' in shutdown);
    assert.equal(shutdown.result, null);
    assert.equal(late.error.code, invalidRequest);
    client.notify('exit');
    assert.equal(await client.server.exit(), 0);
    assert.deepEqual(client.server.problems, []);
  });

  test('exit without shutdown ends with code 1', async () => {
    const client = await RawClient.initialized();
    client.notify('exit');
    assert.equal(await client.server.exit(), 1);
  });

  test('exit before initialize ends with code 1', async () => {
    const client = new RawClient();
    client.notify('exit');
    assert.equal(await client.server.exit(), 1);
  });

  test('the end of the input without exit ends with code 1', async () => {
    const client = await RawClient.initialized();
    client.server.input.end();
    assert.equal(await client.server.exit(), 1);
    assert.deepEqual(client.server.problems, []);
  });

  test('the end of the input during a request leaves no half-written message', async () => {
    const client = await RawClient.initialized();
    client.open('file:///half.cs', 'class Half\n{\n    public int Sum(int[] values)\n    {\n        ');
    client.send({ id: 1, method: 'textDocument/inlineCompletion', params: { textDocument: { uri: 'file:///half.cs' }, position: { line: 4, character: 8 }, context: { triggerKind: 1 } } });
    client.server.input.end();
    assert.equal(await client.server.exit(), 1);
    assert.deepEqual(client.server.problems, []);
  });

  test('the server ends with the process that it serves, though its input stays open', async () => {
    const editor = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const client = new RawClient();
    await client.request('initialize', { processId: editor.pid, rootUri: null, capabilities: {} });

    editor.kill('SIGKILL');

    assert.equal(typeof await client.server.exit(), 'number');
  });

  test('a process id that does not exist here (an editor on another machine) does not end the server', async () => {
    const gone = spawn(process.execPath, ['-e', '0']);
    await new Promise(resolve => gone.on('exit', resolve));
    const client = new RawClient();
    await client.request('initialize', { processId: gone.pid, rootUri: null, capabilities: {} });
    client.notify('initialized', {});

    const response = await client.complete('file:///unknown.cs', 0, 0);

    assert.deepEqual(response.result, { items: [] });
    assert.equal(await client.stop(), 0);
  });
});

describe('A client of few abilities', () => {
  for (const [what, initialize] of [
    ['no capabilities at all', { capabilities: {}, workspaceFolders: null }],
    ['no workspace and no process id', { capabilities: {}, rootUri: null, workspaceFolders: null, processId: null }],
    ['no configuration, progress or dynamic registration', { capabilities: { workspace: { applyEdit: true }, textDocument: { inlineCompletion: { dynamicRegistration: false } } } }],
  ]) {
    test(`${what}: completions work, and the server asks for nothing that was not announced`, async () => {
      const client = await EditorClient.start({ initialize });
      const uri = client.uri('Few.cs');
      await client.open(uri, 'class Few { }');

      assert.ok(Array.isArray((await client.complete(uri, 11)).items));

      await client.stop();
      const asked = client.server.traffic.filter(({ from, message }) => from === 'server' && 'method' in message).map(({ message }) => message.method);
      assert.deepEqual(asked.filter(method => method !== 'window/logMessage'), []);
      assert.deepEqual(client.server.problems, []);
    });
  }
});
