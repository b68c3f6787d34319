// A model elsewhere, chosen and left while the server runs. The server elsewhere is a fake: it answers as llama-server documents it.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { text as bodyOf } from 'node:stream/consumers';
import { describe, test } from 'node:test';
import { EditorClient, invoked } from './editor-client.mjs';
import { until } from './waiting.mjs';

const text = 'class Numbers\n{\n    int[] values = [];\n\n    int Count()\n    {\n        return \n    }\n}\n';
const cursor = text.indexOf('return ') + 'return '.length;

/** A fake of llama-server on this machine that always writes the same, and nothing where no token is asked for. */
async function fakeServer(answer) {
  const requests = [];
  const server = createServer((request, response) => {
    requests.push(request.url);
    bodyOf(request).then(body => {
      if (body && JSON.parse(body).n_predict === 0) {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ content: '', stop: true }));
        return;
      }
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify({ content: answer, stop: false })}\n\n`);
      response.end(`data: ${JSON.stringify({ content: '', stop: true, stop_type: 'eos' })}\n\n`);
    });
  });
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  const close = () => new Promise(resolve => {
    server.close(resolve);
    server.closeAllConnections();
  });
  return { url: `http://127.0.0.1:${server.address().port}`, requests, close };
}

const choose = async (client, backend) => {
  client.settings = { ...client.settings, backend };
  await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { fathom: client.settings } });
};

const suggest = async (client, name) => {
  const uri = client.uri(name);
  await client.open(uri, text);
  return (await client.complete(uri, cursor, { triggerKind: invoked })).items[0]?.insertText;
};

/** The sockets of the internet that a process has, as its system tells them. */
const sockets = processId => {
  const known = ['tcp', 'tcp6', 'udp', 'udp6'].flatMap(kind => readFileSync(`/proc/${processId}/net/${kind}`, 'utf8').trim().split('\n').slice(1).map(line => line.trim().split(/\s+/)[9]));
  const own = readdirSync(`/proc/${processId}/fd`).flatMap(handle => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${processId}/fd/${handle}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });
  return own.filter(inode => known.includes(inode));
};

describe('A model elsewhere', () => {
  test('it is chosen, completes, dies, is told of, and the embedded model takes over again', async () => {
    const elsewhere = await fakeServer('values.Length + 4711;');
    const client = await EditorClient.start();
    await client.ready();

    await choose(client, { kind: 'llama.cpp', url: elsewhere.url });
    await until(async () => (await client.status()).model?.startsWith('llama.cpp at '), 'the model elsewhere is chosen');
    const suggested = await suggest(client, 'Elsewhere.cs');
    const explained = await client.connection.sendRequest('fathom/explainLast', {});
    await elsewhere.close();
    const dead = await suggest(client, 'Dead.cs');
    const told = await client.status();
    await choose(client, { kind: 'embedded' });
    await until(async () => (await client.status()).kind === 'Normal', 'the embedded model is back');
    const asked = elsewhere.requests.length;
    await suggest(client, 'Back.cs');

    assert.equal(suggested, '        return values.Length + 4711;', `${JSON.stringify(explained)}, asked for ${elsewhere.requests}`);
    assert.equal(dead, undefined);
    assert.equal(told.kind, 'Error');
    assert.match(told.message, /^Nothing listens at 127\.0\.0\.1:\d+; start the server, or correct fathom\.backend\.url \(--url\)\.$/);
    assert.equal(elsewhere.requests.length, asked);
    assert.ok((await client.status()).counters.modelCalls >= 3);
    assert.equal(await client.stop(), 0);
    assert.deepEqual(client.server.problems, []);
  });

  test('without one the server has no connection at all', { skip: !existsSync('/proc/self/net/tcp') && 'only Linux tells the sockets of a process' }, async () => {
    const client = await EditorClient.start();
    await client.ready();

    await suggest(client, 'Silent.cs');

    assert.deepEqual(sockets(client.server.processId), []);
    await client.stop();
  });
});
