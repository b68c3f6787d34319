// Keys in a real repository, with cache and check on, and the index where a prompt may hold other files: while the repository is read for the first time, and after it.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { EditorClient } from '../clients/editor-client.mjs';
import { partToType, sampleToType } from '../clients/typist.mjs';
import { until } from '../clients/waiting.mjs';
import { milliseconds, percentile, print, processMemory, share, typeKeys } from './measuring.mjs';

const places = 8;
const patience = 600_000;

/**
 * Types the same parts of files of the repository twice and prints a table: first while cache, compiler and index read the folder, then when nothing is going on.
 * The keys of one reading are too few for a percentile of their tail, so that the keys of several starts, each with a server and a cache folder of its own, are counted together.
 */
export async function measureRepository(folder, { count, starts, serverArguments, contextTokens }) {
  const root = path.resolve(process.env.INIT_CWD ?? '.', folder);
  const parts = partsOf(root);
  const measured = [];
  for (let i = 0; i < starts; i++) {
    measured.push(await measureStart(root, parts, { count, serverArguments, contextTokens }));
    const { cold, idle } = measured.at(-1);
    console.log(`start ${i + 1}: p95 ${milliseconds(percentile(cold.times, 95))} of ${cold.times.length} keys while the folder was read, ${milliseconds(percentile(idle.times, 95))} of ${idle.times.length} after it`);
  }

  const [cold, idle] = [measured.map(start => start.cold), measured.map(start => start.idle)];
  const times = phases => phases.flatMap(phase => phase.times);
  const shown = phases => share(sum(phases.map(phase => phase.shown)), times(phases).length);
  const row = (what, percent) => {
    const [first, second] = [cold, idle].map(phases => percentile(times(phases), percent));
    return [`key to answer, ${what}`, milliseconds(first), milliseconds(second), (first / second).toFixed(2)];
  };
  const middle = what => percentile(measured.map(what), 50);
  console.log();
  print([starts > 1 ? `${starts} starts` : '', 'during the first reading', 'idle after it', 'ratio'], [
    ['keys', times(cold).length, times(idle).length, ''],
    row('p50', 50), row('p95', 95), row('longest', 100),
    ['keys with a suggestion', shown(cold), shown(idle), ''],
    ['checked by the compiler', '', `${sum(measured.map(start => start.checks))}, ${sum(measured.map(start => start.late))} too late`, ''],
    ['read after, beside the keys', `${(middle(start => start.reading) / 1000).toFixed(0)} s`, '', ''],
    ['resident memory at the end', '', `${(middle(start => start.resident) / 2 ** 20).toFixed(0)} MB`, ''],
  ]);
  for (const note of measured.at(-1).notes) console.log(note);
}

/** One server: it has been typed into before, in no folder, so that neither phase pays for code that runs for the first time. */
async function measureStart(root, parts, { count, serverArguments, contextTokens }) {
  const cacheFolder = mkdtempSync(path.join(tmpdir(), 'fathom-cache-'));
  const client = await EditorClient.start({
    initialize: { rootUri: null, workspaceFolders: [], initializationOptions: { contextTokens } }, arguments: serverArguments, environment: { XDG_CACHE_HOME: cacheFolder },
  });
  await client.ready();
  const sample = sampleToType();
  await client.open('untitled:TextStatistics.cs', sample.opened);
  await typeKeys(client, 'untitled:TextStatistics.cs', sample.offset, sample.typed.slice(0, 200));
  await client.close('untitled:TextStatistics.cs');

  const begin = performance.now();
  await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', { event: { added: [{ uri: pathToFileURL(root).href, name: 'measured' }], removed: [] } });
  const isRead = () => ['cache of ', 'compiler ready: ', ...(contextTokens > 0 ? ['index of '] : [])].every(what => client.server.log.includes(what));
  const cold = await type(client, parts, Infinity, isRead);
  const reading = performance.now() - begin;
  await until(isRead, 'the folder is read', patience);
  await until(async () => !(await client.status()).busy, 'the server is idle');
  await sleep(5000);
  const { counters: before } = await client.status();
  // The same keys again; only their prompts now hold other files, where such are wanted.
  const idle = await type(client, parts, Math.max(count, cold.times.length), () => false);
  const { counters: after } = await client.status();
  const resident = processMemory(client.server.processId);
  const notes = client.server.log.split('\n').filter(line => /(cache of|index of|compiler ready)/.test(line));
  await client.stop();
  rmSync(cacheFolder, { recursive: true });
  return { cold, idle, reading, resident, notes, checks: difference(after, before, 'checks'), late: difference(after, before, 'checksLate') };
}

/** Types part after part, from the first again when all are typed, until there are so many keys or it is over. */
async function type(client, parts, most, isOver) {
  const times = [];
  let shown = 0;
  for (let i = 0; times.length < most && !isOver(); i++) {
    const { file, opened, offset, typed } = parts[i % parts.length];
    const uri = pathToFileURL(file).href;
    await client.open(uri, opened);
    await sleep(400);
    const left = most - times.length;
    const some = await typeKeys(client, uri, offset, whileNot(isOver, typed.slice(0, left)));
    await client.close(uri);
    times.push(...some.times);
    shown += some.shown;
  }
  return { times, shown };
}

function* whileNot(isOver, typed) {
  for (const key of typed) {
    if (isOver()) return;
    yield key;
  }
}

/** Some lines from the middle of C# files of ordinary size, spread over the folder; the same each time. */
function partsOf(root) {
  const files = readdirSync(root, { recursive: true })
    .filter(file => file.endsWith('.cs') && !/(^|\/)(bin|obj|\.git)\//.test(file))
    .map(file => path.join(root, file))
    .filter(file => statSync(file).size > 4_000 && statSync(file).size < 20_000)
    .sort();
  if (files.length < places) throw new Error(`${root} holds ${files.length} C# files of ordinary size; name a folder with ${places} or more.`);
  return Array.from({ length: places }, (_, i) => {
    const file = files[Math.floor((i + 0.5) * files.length / places)];
    const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
    const lines = text.split('\n');
    const half = Math.floor(lines.length / 2);
    const first = Math.max(half, lines.findIndex((line, number) => number >= half && /^\s{8,}\w/.test(line)));
    const from = lines.slice(0, first).join('\n').length + 1;
    return { file, ...partToType(text, from, from + lines.slice(first, first + 4).join('\n').length) };
  });
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}

function difference(after, before, counter) {
  return (after[counter] ?? 0) - (before[counter] ?? 0);
}
