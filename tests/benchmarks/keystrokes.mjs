// From a key to the answer, through LSP, as an editor sees it: types into the published server and prints a table.
//   node tests/benchmarks/keystrokes.mjs [--model FOLDER] [--keys N] [--document FILE --line N | --repository FOLDER [--context-tokens N] [--starts N]]
import './published-server.mjs';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { EditorClient } from '../clients/editor-client.mjs';
import { serverFile } from '../clients/server-process.mjs';
import { sampleToType } from '../clients/typist.mjs';
import { until } from '../clients/waiting.mjs';
import { milliseconds, percentile, print, processMemory, share, typeKeys } from './measuring.mjs';
import { measureRepository } from './repository-keystrokes.mjs';

const { values: options } = parseArgs({
  options: {
    model: { type: 'string' }, keys: { type: 'string', default: '600' }, document: { type: 'string' }, line: { type: 'string', default: '0' }, repository: { type: 'string' }, 'context-tokens': { type: 'string', default: '0' }, starts: { type: 'string', default: '1' },
  },
});
const serverArguments = options.model ? ['--model', options.model] : [];
const count = Number(options.keys);
// An answer that takes longer than a second is of no use to a person; so the server's own time budget stays as users have it.
const initialize = { initializationOptions: {} };
const starts = 5;

if (options.repository) await measureRepository(options.repository, { count, serverArguments, contextTokens: Number(options['context-tokens']), starts: Number(options.starts) });
else if (options.document) await measureDocument(options.document, Number(options.line));
else await measureSample();

async function measureSample() {
  const { opened, offset, typed } = sampleToType();
  const started = [];
  for (let i = 0; i < starts; i++) started.push({ mere: mereStart(), ...await startUp(opened, offset) });
  const median = what => percentile(started.map(what), 50);
  const trace = await typingTrace(opened, offset, typed.slice(0, count));
  print(['from a key to its answer', 'measured', 'target'], [
    [`initialize answered, median of ${starts}`, milliseconds(median(start => start.initialized)), '≤ 500 ms'],
    ['times the start of a program that does nothing', median(start => start.initialized / start.mere).toFixed(1), ''],
    [`first completion after start, median of ${starts}`, milliseconds(median(start => start.completed)), '≤ 1500 ms'],
    [`key to answer, p50 (${trace.times.length} keys)`, milliseconds(percentile(trace.times, 50)), '≤ 40 ms'],
    ['key to answer, p95', milliseconds(percentile(trace.times, 95)), '≤ 150 ms'],
    ['key to answer, longest', milliseconds(percentile(trace.times, 100)), ''],
    ['keys with a suggestion', share(trace.shown, trace.times.length), ''],
    ['of these recalled, without the model', share(trace.recalled, trace.shown), ''],
    ['resident memory after the trace', `${(trace.resident / 2 ** 20).toFixed(0)} MB`, '≤ 400 MB'],
    ['processor while idle for 10 s', `${(100 * trace.idle).toFixed(1)} %`, '0 %'],
  ]);
}

/** The same keys, typed below a line of another file: what its length costs. */
async function measureDocument(file, line) {
  const lines = readFileSync(file, 'utf8').replace(/^\uFEFF/, '').replaceAll('\r\n', '\n').split('\n');
  const before = lines.slice(0, line).map(each => `${each}\n`).join('');
  const { times, resident } = await typingTrace(`${before}\n${lines.slice(line).join('\n')}`, before.length, sampleToType().typed.slice(0, count));
  print([`from a key to its answer, document of ${lines.length} lines`, 'measured'], [
    [`p50 (${times.length} keys)`, milliseconds(percentile(times, 50))],
    ['p95', milliseconds(percentile(times, 95))],
    ['longest', milliseconds(percentile(times, 100))],
    ['resident memory after the trace', `${(resident / 2 ** 20).toFixed(0)} MB`],
  ]);
}

/** What .NET and the system need for any program on this machine now: the server's own file, told to print its version. */
function mereStart() {
  const begin = performance.now();
  spawnSync('dotnet', [serverFile, '--version']);
  return performance.now() - begin;
}

/** Seconds of a person's patience: from the start of the process to `initialize`, and to the first suggestion. */
async function startUp(opened, offset) {
  const begin = performance.now();
  const client = await EditorClient.start({ initialize, arguments: serverArguments });
  const initialized = performance.now() - begin;
  const uri = client.uri('TextStatistics.cs');
  const begun = '    public static int CountLetters(';
  await client.open(uri, opened.slice(0, offset) + begun + opened.slice(offset));
  await until(async () => (await client.complete(uri, offset + begun.length, { triggerKind: 1 })).items.length > 0, 'a first suggestion');
  const completed = performance.now() - begin;
  await client.stop();
  return { initialized, completed };
}

async function typingTrace(opened, offset, typed) {
  const client = await EditorClient.start({ initialize, arguments: serverArguments });
  await client.ready();
  const uri = client.uri('TextStatistics.cs');
  await client.open(uri, opened);
  const before = (await client.status()).counters;
  const { times, shown } = await typeKeys(client, uri, offset, typed);
  const { counters } = await client.status();
  const recalled = (counters.recalled ?? 0) - (before.recalled ?? 0);
  const resident = processMemory(client.server.processId);
  const idle = await idleLoad(client.server.processId);
  await client.stop();
  return { times, shown, recalled, resident, idle };
}

/** Share of one processor that a process uses over ten seconds that begin five seconds after the last key, when what the trace left to do is done. */
async function idleLoad(processId) {
  await sleep(5000);
  const used = () => readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((sum, ticks) => sum + Number(ticks) / 100, 0);
  const before = used();
  await sleep(10000);
  return (used() - before) / 10;
}
