// The check of traffic is itself checked: on a model small enough to read, and on the protocol's own where it is present.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FrameReader, frame } from './protocol/frames.mjs';
import { MetaModel } from './protocol/meta-model.mjs';
import { TrafficCheck, trafficCheckSkipped } from './protocol/traffic-check.mjs';

const reference = name => ({ kind: 'reference', name });
const base = name => ({ kind: 'base', name });

const model = new MetaModel({
  requests: [{ method: 'draw', messageDirection: 'clientToServer', params: reference('Circle'), result: { kind: 'or', items: [base('boolean'), base('null')] } }],
  notifications: [{ method: 'drawn', messageDirection: 'serverToClient', params: reference('Circle') }],
  structures: [
    { name: 'Shape', properties: [{ name: 'colour', type: reference('Colour') }, { name: 'label', type: base('string'), optional: true }] },
    { name: 'Place', properties: [{ name: 'at', type: { kind: 'tuple', items: [base('integer'), base('integer')] } }] },
    { name: 'Circle', extends: [reference('Shape')], mixins: [reference('Place')], properties: [{ name: 'radius', type: base('uinteger') }] },
  ],
  enumerations: [{ name: 'Colour', type: base('string'), values: [{ name: 'Red', value: 'red' }] }],
  typeAliases: [{ name: 'Shapes', type: { kind: 'array', element: { kind: 'or', items: [reference('Circle'), base('null')] } } }],
});
const circle = { colour: 'red', at: [1, 2], radius: 3 };

describe('The model check', () => {
  test('accepts what fits, inherited and mixed-in members included', () => {
    assert.deepEqual(model.problems(reference('Shapes'), [circle, { ...circle, label: 'sun' }, null], 'shapes'), []);
  });

  for (const [what, value, problem] of [
    ['a missing member', { colour: 'red', at: [1, 2] }, 'circle.radius is missing (Circle)'],
    ['null for an optional member', { ...circle, label: null }, 'circle.label is null and not a string'],
    ['an unknown member', { ...circle, area: 9 }, 'circle.area is not a member of Circle'],
    ['a negative uinteger', { ...circle, radius: -1 }, 'circle.radius is -1 and not a uinteger'],
    ['a number outside 31 bits', { ...circle, radius: 2 ** 31 }, 'circle.radius is 2147483648 and not a uinteger'],
    ['an enumeration value that is not in it', { ...circle, colour: 'blue' }, 'circle.colour is "blue", which Colour does not have'],
    ['a tuple of another length', { ...circle, at: [1] }, 'circle.at is [1] and not 2 values'],
    ['an array for an object', [], 'circle is [] and not a Circle'],
  ]) {
    test(`reports ${what}`, () => assert.deepEqual(model.problems(reference('Circle'), value, 'circle'), [problem]));
  }
});

describe('The traffic check', () => {
  const handshake = [['client', { jsonrpc: '2.0', id: 1, method: 'draw', params: circle }]];

  for (const [what, messages, problem] of [
    ['a result together with an error', [...handshake, ['server', { jsonrpc: '2.0', id: 1, result: true, error: { code: 1, message: '' } }]], /exactly one of result and error/],
    ['neither result nor error', [...handshake, ['server', { jsonrpc: '2.0', id: 1 }]], /exactly one of result and error/],
    ['an id that changed its type', [...handshake, ['server', { jsonrpc: '2.0', id: '1', result: true }]], /id "1", which is not waiting/],
    ['a second answer', [...handshake, ...[1, 2].map(() => ['server', { jsonrpc: '2.0', id: 1, result: true }])], /not waiting/],
    ['a result of the wrong type', [...handshake, ['server', { jsonrpc: '2.0', id: 1, result: 'yes' }]], /draw.result is "yes"/],
    ['a method the protocol does not have', [['client', { jsonrpc: '2.0', method: 'erase' }]], /erase is not a notification of the protocol/],
    ['a message that goes the wrong way', [['client', { jsonrpc: '2.0', method: 'drawn', params: circle }]], /drawn goes the other way/],
    ['a server that speaks before it is initialized', [['server', { jsonrpc: '2.0', method: 'drawn', params: circle }]], /before the answer to initialize/],
  ]) {
    test(`reports ${what}`, () => {
      const check = new TrafficCheck({ model });
      for (const [from, message] of messages) check.message(from, message);
      assert.equal(check.problems.length, 1);
      assert.match(check.problems[0], problem);
    });
  }

  test('knows inline completion from the protocol\'s own model', { skip: trafficCheckSkipped }, () => {
    const check = new TrafficCheck();
    const start = { line: 0, character: 0 };
    check.message('client', { jsonrpc: '2.0', id: 1, method: 'textDocument/inlineCompletion', params: { textDocument: { uri: 'file:///a.cs' }, position: start, context: { triggerKind: 2 } } });
    check.message('server', { jsonrpc: '2.0', id: 1, result: { items: [{ insertText: 'x', range: { start, end: start } }] } });
    assert.deepEqual(check.problems, []);

    check.message('client', { jsonrpc: '2.0', id: 2, method: 'textDocument/inlineCompletion', params: { textDocument: { uri: 'file:///a.cs' }, position: start, context: { triggerKind: 2 } } });
    check.message('server', { jsonrpc: '2.0', id: 2, result: { items: [{ insertText: 'x', range: null }] } });
    assert.deepEqual(check.problems, ['server → client: textDocument/inlineCompletion.result.items[0].range is null and not a Range']);
  });
});

describe('The frame reader', () => {
  test('counts bytes, not characters, and joins what arrives in pieces', () => {
    const messages = [];
    const reader = new FrameReader(message => messages.push(message));
    const bytes = Buffer.concat([frame({ text: 'ä€😀' }), frame({ text: 'b' })]);
    for (const byte of bytes) reader.push(Buffer.from([byte]));
    assert.deepEqual(messages, [{ text: 'ä€😀' }, { text: 'b' }]);
    assert.equal(reader.rest, 0);
  });

  test('refuses bytes outside a message', () => {
    const reader = new FrameReader(() => {});
    assert.throws(() => reader.push(Buffer.from('Hello, world!\r\n\r\n')), /no header line/);
  });
});
