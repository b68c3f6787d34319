// What each part of the repository brings: the table of docs/quality.md.
// usage: npm run benchmark:repository -- SOURCES OUT [--model DIR] [--count 80] [--seed 1] [--rows file,check,…] [--fathom COMMAND]
// SOURCES holds a folder for each project. Cases and answers stay in OUT, so that a run goes on where it was ended; another model needs another OUT.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { percentile } from './measuring.mjs';

const everyRow = [
  { name: 'file', title: 'the file alone', options: ['--no-cache', '--no-check'] },
  { name: 'retrieval', title: '+ other files in the prompt', options: ['--no-cache', '--no-check', '--context-tokens', '800'] },
  { name: 'document', title: 'the file and a cache of its tokens', options: ['--no-repository-cache', '--no-check'] },
  { name: 'repository', title: '+ cache of the repository', options: ['--no-check'] },
  { name: 'guidance', title: '+ guidance', options: ['--no-check', '--guidance'] },
  { name: 'check', title: 'cache and check, as shipped', options: [] },
  { name: 'everything', title: 'everything on', options: ['--context-tokens', '800', '--guidance'] },
];
const kinds = ['rest_of_line', 'whole_line', 'block', 'expression'];

const { values, positionals: [sources, out] } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string' }, count: { type: 'string', default: '80' }, seed: { type: 'string', default: '1' }, rows: { type: 'string' }, fathom: { type: 'string', default: 'fathom' },
  },
});
if (!sources || !out) {
  console.error('usage: npm run benchmark:repository -- SOURCES OUT [--model DIR] [--count 80] [--seed 1] [--rows file,check,…] [--fathom COMMAND]');
  process.exit(2);
}

const here = name => path.resolve(process.env.INIT_CWD ?? '.', name);
const projects = readdirSync(here(sources), { withFileTypes: true }).filter(entry => entry.isDirectory() || entry.isSymbolicLink()).map(entry => entry.name);
const rows = values.rows ? everyRow.filter(row => values.rows.split(',').includes(row.name)) : everyRow;
mkdirSync(here(out), { recursive: true });
console.log('| exact match, % | rest of line | whole line | block | expression | all | own members | shown | exact of shown | false names of shown | p95 |');
console.log('| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |');
for (const row of rows) console.log(line(row.title, projects.flatMap(project => answersOf(project, row))));

function answersOf(project, row) {
  const folder = path.join(here(sources), project);
  const cases = path.join(here(out), `${project}.cases.jsonl`);
  const answers = path.join(here(out), `${project}.${row.name}.jsonl`);
  if (!existsSync(cases)) fathom('cases', folder, '--out', cases, '--count', values.count, '--seed', values.seed);
  if (!existsSync(answers)) {
    const model = values.model ? ['--model', here(values.model)] : [];
    fathom('eval', '--cases', cases, '--repository', folder, '--typing', '--json', '--predictions', `${answers}.part`, ...model, ...row.options);
    renameSync(`${answers}.part`, answers);
  }
  return readFileSync(answers, 'utf8').trim().split('\n').map(text => JSON.parse(text));
}

function fathom(...words) {
  const { status, error } = spawnSync(values.fathom, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (error || status !== 0) {
    console.error(error ? `${values.fathom} cannot be run (${error.message}); name the server's executable with --fathom.` : `fathom ${words[0]} ended with ${status}.`);
    process.exit(1);
  }
}

function line(title, answers) {
  const exact = of => share(of.filter(answer => answer.exact), of);
  const shown = answers.filter(answer => answer.shown);
  const judged = shown.filter(answer => answer.names !== 'unknown');
  const invented = judged.filter(answer => answer.names === 'unresolved');
  return `| ${[
    title,
    ...kinds.map(kind => exact(answers.filter(answer => answer.kind === kind))),
    exact(answers),
    exact(answers.filter(answer => answer.own_members)),
    share(shown, answers),
    exact(shown),
    `${share(invented, judged)} (${invented.length} of ${judged.length})`,
    `${percentile(answers.map(answer => answer.latency_ms), 95).toFixed(0)} ms`,
  ].join(' | ')} |`;
}

function share(part, whole) {
  return whole.length === 0 ? '–' : (100 * part.length / whole.length).toFixed(1);
}
