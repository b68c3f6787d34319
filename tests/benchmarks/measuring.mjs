// What the keystroke benchmarks have in common: keys in time, percentiles, tables.
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { Typist } from '../clients/typist.mjs';

/**
 * Types with pauses as people make them; each key waits for its answer, so that each has a time.
 * @returns {Promise<{ times: number[], shown: number }>} milliseconds from each key to its answer, and how many answers held a suggestion.
 */
export async function typeKeys(client, uri, offset, typed) {
  const typist = new Typist(client, uri, offset);
  const times = [];
  let shown = 0;
  for (const key of typed) {
    const begin = performance.now();
    await typist.press(key);
    const { items } = await client.complete(uri, typist.offset);
    const time = performance.now() - begin;
    times.push(time);
    if (items.length > 0) shown++;
    await sleep(Math.max(0, (key.key === 'Enter' ? 300 : 80) - time));
  }
  return { times, shown };
}

/** Resident bytes of a process; Linux only. */
export function processMemory(processId) {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${processId}/status`, 'utf8'))[1]) * 1024;
}

export function percentile(times, percent) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * percent / 100))];
}

export function milliseconds(value) {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

export function share(part, whole) {
  return whole === 0 ? 'none' : `${(100 * part / whole).toFixed(0)} %`;
}

/** A table in Markdown, the machine above it. */
export function print(head, rows) {
  console.log(`${os.cpus()[0].model.trim()}, ${os.availableParallelism()} cores, load ${os.loadavg()[0].toFixed(1)}, Node ${process.versions.node}\n`);
  for (const row of [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]) console.log(`| ${row.join(' | ')} |`);
}
