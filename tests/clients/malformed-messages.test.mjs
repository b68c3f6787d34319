import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { frame } from './protocol/frames.mjs';
import { RawClient } from './raw-client.mjs';
import { until } from './waiting.mjs';

const parseError = -32700, invalidRequest = -32600, methodNotFound = -32601, invalidParams = -32602;
const uri = 'file:///w/Sample.cs';
const text = 'class Sample\n{\n    // naïve 😀 text\n    int Sum(int a, int b) => a + b;\n}\n';

const completion = (id, params = {}) => ({
  jsonrpc: '2.0', id, method: 'textDocument/inlineCompletion',
  params: { textDocument: { uri }, position: { line: 3, character: 29 }, context: { triggerKind: 2 }, ...params },
});

describe('Unusual but valid messages', () => {
  let client;
  let id = 1000;
  before(async () => {
    client = await RawClient.initialized();
    client.open(uri, text);
  });
  after(async () => {
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });

  const answered = async number => assert.ok(Array.isArray((await client.response(number)).result.items));

  test('a message that arrives byte by byte', async () => {
    for (const byte of frame(completion(++id))) {
      client.write(Buffer.from([byte]));
      await sleep(0);
    }
    await answered(id);
  });

  test('two messages in one write, and one and a half', async () => {
    const [first, second, third] = [++id, ++id, ++id];
    const last = frame(completion(third, { textDocument: { uri: 'file:///w/Unknown.cs' } }));
    client.write(frame(completion(first, { textDocument: { uri: 'file:///w/Unknown.cs' } })), frame(completion(second)), last.subarray(0, 70));
    await answered(first);
    await answered(second);
    client.write(last.subarray(70));
    await answered(third);
  });

  test('ids are echoed with their JSON type', async () => {
    for (const one of ['a', '7', '', 'ünï', 0, -1, 2 ** 31 - 1]) {
      client.send(completion(one));
      await answered(one);
    }
  });

  test('white space around the JSON, and escapes inside', async () => {
    client.write(frame(`\n\t ${JSON.stringify(completion(++id)).replace('Sample.cs', '\\u0053ample.cs')} \n`));
    await answered(id);
  });

  test('members that the protocol does not have are ignored', async () => {
    client.send({ ...completion(++id, { formattingOptions: { tabSize: 4 }, textDocument: { uri, version: 1, extra: {} } }), extra: null });
    await answered(id);
  });

  test('an unknown request is refused, an unknown notification ignored', async () => {
    client.notify('experimental/unknown', {});
    client.notify('$/unknown', {});
    assert.equal((await client.request('experimental/unknown', {}, ++id)).error.code, methodNotFound);
    assert.equal((await client.request('$/unknown', {}, ++id)).error.code, methodNotFound);
  });

  test('the cancellation of a request that does not exist, or is over, is ignored', async () => {
    client.send(completion(++id));
    await answered(id);
    client.notify('$/cancelRequest', { id });
    client.notify('$/cancelRequest', { id: 'never' });
    client.send(completion(++id));
    await answered(id);
  });

  test('a document that is not open has no completions', async () => {
    const response = await client.complete('file:///w/Other.cs', 0, 0);
    assert.deepEqual(response.result, { items: [] });
  });

  for (const scheme of ['untitled:Untitled-1', 'git:/w/Sample.cs?ref', 'file:///c%3A/w/Sample.cs', 'file:///w/with%20space%20%C3%A4.cs']) {
    test(`a document of the URI ${scheme}`, async () => {
      client.open(scheme, text);
      assert.ok(Array.isArray((await client.complete(scheme, 3, 29)).result.items));
      client.notify('textDocument/didClose', { textDocument: { uri: scheme } });
    });
  }

  test('numbers that clients send for "the end" are clamped', async () => {
    for (const position of [{ line: 2 ** 31 - 1, character: 2 ** 31 - 1 }, { line: 0, character: 2 ** 31 - 1 }, { line: 2 ** 31 - 1, character: 0 }, { line: 2 ** 32, character: 2 ** 53 }]) {
      client.send(completion(++id, { position }));
      await answered(id);
    }
  });
});

for (const [what, headers] of [
  ['Content-Type after the length', length => [`Content-Length: ${length}`, 'Content-Type: application/vscode-jsonrpc; charset=utf-8']],
  ['Content-Type before it, in the old spelling', length => ['Content-Type: application/vscode-jsonrpc; charset=utf8', `Content-Length: ${length}`]],
  ['header names in lower case', length => [`content-length: ${length}`]],
  ['header names in upper case', length => [`CONTENT-LENGTH: ${length}`]],
  ['no space after the colon', length => [`Content-Length:${length}`]],
]) {
  test(`Headers: ${what}`, async () => {
    const client = await RawClient.initialized();
    const message = completion('header');
    client.write(frame(message, headers(Buffer.byteLength(JSON.stringify(message)))));
    assert.deepEqual((await client.response('header')).result, { items: [] });
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });
}

describe('Malformed messages', () => {
  // Each has its own server: what one does to the connection must not hide what the next does.
  const survives = async (client, what) => {
    client.open(uri, text);
    assert.ok(Array.isArray((await client.complete(uri, 3, 29)).result.items), what);
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  };

  for (const [what, body] of [
    ['a body that is not JSON', '{"jsonrpc":"2.0","id":1,'],
    ['an empty body', ''],
    ['a body with a second value', '{"jsonrpc":"2.0","method":"$/a"} {}'],
    ['nesting without end', `{"jsonrpc":"2.0","id":1,"method":"$/deep","params":${'['.repeat(5000)}${']'.repeat(5000)}}`],
  ]) {
    test(`${what} is answered with a parse error or dropped, and the next message is served`, async () => {
      const client = await RawClient.initialized();
      client.write(frame(body));
      await survives(client, what);
      const errors = client.received.filter(message => message.error).map(message => message.error.code);
      assert.ok(errors.every(code => code === parseError || code === invalidRequest || code === methodNotFound), `codes ${errors}`);
    });
  }

  test('a body that is not UTF-8 does not end the server', async () => {
    const client = await RawClient.initialized();
    const body = Buffer.concat([Buffer.from('{"jsonrpc":"2.0","method":"$/a","params":{"text":"'), Buffer.from([0xc3, 0x28, 0xff, 0xfe]), Buffer.from('"}}')]);
    client.write(`Content-Length: ${body.length}\r\n\r\n`, body);
    await survives(client, 'invalid UTF-8');
  });

  for (const [what, message] of [
    ['a JSON-RPC batch', [completion(1), completion(2)]],
    ['a number', 42],
    ['null', null],
    ['an object without method, result or error', { jsonrpc: '2.0', id: 5 }],
    ['a method that is not a string', { jsonrpc: '2.0', id: 5, method: 7 }],
    ['an id that is an object', { jsonrpc: '2.0', id: {}, method: 'shutdown' }],
    ['an answer nobody asked for', { jsonrpc: '2.0', id: 5, result: null }],
    ['an error nobody asked for', { jsonrpc: '2.0', id: 'x', error: { code: 1, message: 'no' } }],
  ]) {
    test(`${what} does not end the server`, async () => {
      const client = await RawClient.initialized();
      client.write(frame(JSON.stringify(message)));
      client.open(uri, text);
      client.send(completion('next'));
      assert.ok(Array.isArray((await client.response('next')).result.items));
      assert.equal(await client.stop(), 0);
    });
  }

  for (const [what, params] of [
    ['no params', undefined],
    ['params that are a string', 'x'],
    ['params by position', [uri]],
    ['no position', { textDocument: { uri }, context: { triggerKind: 2 } }],
    ['a position of strings', { textDocument: { uri }, position: { line: 'a', character: 'b' }, context: { triggerKind: 2 } }],
    ['a null document', { textDocument: null, position: { line: 0, character: 0 }, context: { triggerKind: 2 } }],
    ['a URI that is none', { textDocument: { uri: ':::' }, position: { line: 0, character: 0 }, context: { triggerKind: 2 } }],
    ['a negative position', { textDocument: { uri }, position: { line: -1, character: -5 }, context: { triggerKind: 2 } }],
    ['a fractional position', { textDocument: { uri }, position: { line: 0.5, character: 1.5 }, context: { triggerKind: 2 } }],
    ['a number that no integer holds', { textDocument: { uri }, position: { line: 1e300, character: 0 }, context: { triggerKind: 2 } }],
  ]) {
    test(`a completion with ${what} gets a list or "invalid params"`, async () => {
      const client = await RawClient.initialized();
      client.open(uri, text);
      const response = await client.request('textDocument/inlineCompletion', params);
      assert.ok(Array.isArray(response.result?.items) || response.error?.code === invalidParams, JSON.stringify(response));
      await survives(client, what);
    });
  }

  for (const [what, method, params] of [
    ['didOpen without text', 'textDocument/didOpen', { textDocument: { uri: 'file:///w/B.cs' } }],
    ['didChange of a document that is not open', 'textDocument/didChange', { textDocument: { uri: 'file:///w/C.cs', version: 2 }, contentChanges: [{ text: 'x' }] }],
    ['didChange with a range outside the text', 'textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ range: { start: { line: 90, character: 0 }, end: { line: 95, character: 9 } }, text: 'x' }] }],
    ['didChange with a range turned round', 'textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ range: { start: { line: 3, character: 9 }, end: { line: 1, character: 0 } }, text: 'x' }] }],
    ['didChange without changes', 'textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: null }],
    ['didClose of a document that is not open', 'textDocument/didClose', { textDocument: { uri: 'file:///w/D.cs' } }],
    ['a configuration of the wrong type', 'workspace/didChangeConfiguration', { settings: { fathom: { enabled: 'perhaps', maximumLines: -3, exclude: 7 } } }],
    ['a cancellation without id', '$/cancelRequest', {}],
  ]) {
    test(`${what} does not end the server`, async () => {
      const client = await RawClient.initialized();
      client.open(uri, text);
      client.notify(method, params);
      await survives(client, what);
    });
  }

  for (const [what, header] of [
    ['no length', 'Content-Type: text/plain\r\n\r\n{}'],
    ['a length that is no number', 'Content-Length: many\r\n\r\n{}'],
    ['a negative length', 'Content-Length: -5\r\n\r\n{}'],
    ['a length beyond all memory', 'Content-Length: 99999999999999999999\r\n\r\n{}'],
    ['a length shorter than the body', `Content-Length: 10\r\n\r\n${JSON.stringify(completion(1))}`],
    ['no header at all', 'GET / HTTP/1.1\r\nHost: editor\r\n\r\n'],
  ]) {
    // The place of the next message is lost: going on would be guessing. What matters is that the server says so and ends.
    test(`${what}: the server goes on, or ends with code 1 and a sentence in the log`, async () => {
      const client = await RawClient.initialized();
      client.write(header);
      client.write(frame(completion('next', { textDocument: { uri: 'file:///w/Unknown.cs' } })));
      let ended;
      client.server.exited.then(code => { ended = code; });
      const next = () => client.received.find(message => message.id === 'next');
      await until(() => next() || ended !== undefined, 'the server answers or ends');
      if (next()) {
        assert.equal(await client.stop(), 0);
      } else {
        assert.equal(ended, 1);
        assert.match(client.server.log, /the connection is broken/);
        assert.doesNotMatch(client.server.log, /Unhandled exception/);
      }
    });
  }

  test('a length longer than the body is seen at the end of the input', async () => {
    const client = await RawClient.initialized();
    client.write('Content-Length: 5000\r\n\r\n{}');
    client.server.input.end();
    assert.equal(await client.server.exit(), 1);
    assert.doesNotMatch(client.server.log, /Unhandled exception/);
    assert.deepEqual(client.server.problems, []);
  });
});
