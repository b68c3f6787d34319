// From a key to the answer, through LSP, as an editor sees it: types a sample file into the built server and prints a table.
//   node tests/benchmarks/keystrokes.mjs [--model FOLDER] [--keys N]
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { EditorClient } from '../clients/editor-client.mjs';
import { Typist, sampleToType } from '../clients/typist.mjs';
import { until } from '../clients/waiting.mjs';

const { values: options } = parseArgs({ options: { model: { type: 'string' }, keys: { type: 'string', default: '600' } } });
const serverArguments = options.model ? ['--model', options.model] : [];
const count = Number(options.keys);
// An answer that takes longer than a second is of no use to a person; so the server's own time budget stays as users have it.
const initialize = { initializationOptions: {} };

const { opened, offset, typed } = sampleToType();

const start = await startUp();
const trace = await typingTrace();
print([
  ['initialize answered', milliseconds(start.initialized), '≤ 500 ms'],
  ['first completion after start', milliseconds(start.completed), '≤ 1500 ms'],
  [`key to answer, p50 (${trace.times.length} keys)`, milliseconds(percentile(trace.times, 50)), '≤ 40 ms'],
  ['key to answer, p95', milliseconds(percentile(trace.times, 95)), '≤ 150 ms'],
  ['key to answer, longest', milliseconds(percentile(trace.times, 100)), ''],
  ['keys with a suggestion', share(trace.shown, trace.times.length), ''],
  ['of these recalled, without the model', share(trace.recalled, trace.shown), ''],
  ['resident memory after the trace', `${(trace.resident / 2 ** 20).toFixed(0)} MB`, '≤ 400 MB'],
  ['processor while idle for 10 s', `${(100 * trace.idle).toFixed(1)} %`, '0 %'],
]);

/** Seconds of a person's patience: from the start of the process to `initialize`, and to the first suggestion. */
async function startUp() {
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

/** Types with pauses as people make them; each key waits for its answer, so that each has a time. */
async function typingTrace() {
  const client = await EditorClient.start({ initialize, arguments: serverArguments });
  await client.ready();
  const uri = client.uri('TextStatistics.cs');
  await client.open(uri, opened);
  const before = (await client.status()).counters;
  const typist = new Typist(client, uri, offset);
  const times = [];
  let shown = 0;
  for (const key of typed.slice(0, count)) {
    const begin = performance.now();
    await typist.press(key);
    const { items } = await client.complete(uri, typist.offset);
    const time = performance.now() - begin;
    times.push(time);
    if (items.length > 0) shown++;
    await sleep(Math.max(0, (key.key === 'Enter' ? 300 : 80) - time));
  }
  const { counters } = await client.status();
  const recalled = (counters.recalled ?? 0) - (before.recalled ?? 0);
  const resident = processMemory(client.server.processId);
  const idle = await idleLoad(client.server.processId);
  await client.stop();
  return { times, shown, recalled, resident, idle };
}

/** Resident bytes of a process; Linux only. */
function processMemory(processId) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))[1]) * 1024;
}

/** Share of one processor that a process uses over ten seconds that begin five seconds after the last key, when what the trace left to do is done. */
async function idleLoad(processId) {
  await sleep(5000);
  const used = () => readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).reduce((sum, ticks) => sum + Number(ticks) / 100, 0);
  const before = used();
  await sleep(10000);
  return (used() - before) / 10;
}

function percentile(times, percent) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * percent / 100))];
}

function milliseconds(value) {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

function share(part, whole) {
  return whole === 0 ? 'none' : `${(100 * part / whole).toFixed(0)} %`;
}

function print(rows) {
  console.log(`${os.cpus()[0].model.trim()}, ${os.availableParallelism()} cores, Node ${process.versions.node}\n`);
  console.log('| from a key to its answer | measured | target |\n| --- | ---: | ---: |');
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
}
