// Installs what the tests need and runs everything. Called by `npm test`.
//   npm test                    everything
//   npm test -- format xunit    some of: format, xunit, clients, editors
// Ends with one line 'N passed, N failed'; exit code 1 on a failure, and when a part ran no test.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run as runNodeTests } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const parts = { format, xunit, clients: () => nodeTests('tests/clients'), editors };
const chosen = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };

const unknown = chosen.find(name => !(name in parts));
if (unknown) {
  console.error(`There is no part '${unknown}'; the parts are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}
process.chdir(root);
if (prepare()) {
  for (const [name, part] of Object.entries(parts).filter(([name]) => chosen.length === 0 || chosen.includes(name))) {
    console.log(`\n── ${name}`);
    add(name, await part());
  }
} else {
  add('preparation', { passed: 0, failed: 1, skipped: 0 });
}
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed > 0 ? 1 : 0);

function prepare() {
  return succeeds('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'])
    && succeeds('dotnet', ['build', 'Lsp.sln', '-c', 'Release', '-v', 'quiet', '-nologo']);
}

/** The whole solution's formatting and code style, as one test. */
function format() {
  const clean = succeeds('dotnet', ['format', 'Lsp.sln', '--verify-no-changes', '--no-restore']);
  console.log(clean ? '✓ formatting and code style' : '✗ formatting or code style: run `dotnet format Lsp.sln`');
  return { passed: clean ? 1 : 0, failed: clean ? 0 : 1, skipped: 0 };
}

/** Each test project by itself; counted from its result file. */
function xunit() {
  const results = path.join(root, '.cache/test-results');
  rmSync(results, { recursive: true, force: true });
  mkdirSync(results, { recursive: true });
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const project of readdirSync('tests').filter(name => name.endsWith('.Tests'))) {
    const file = path.join(results, `${project}.trx`);
    const succeeded = succeeds('dotnet', ['test', `tests/${project}`, '-c', 'Release', '--no-build', '--nologo', '--logger', `trx;LogFileName=${file}`]);
    const { passed, failed, skipped } = countTrx(file);
    sum.passed += passed;
    sum.skipped += skipped;
    sum.failed += failed;
    if (passed + failed === 0) {
      console.log(`✗ ${project} ran no test`);
      sum.failed++;
    } else if (!succeeded && failed === 0) {
      console.log(`✗ ${project} ended with an error`);
      sum.failed++;
    }
  }
  return sum;
}

function countTrx(file) {
  try {
    const counters = /<Counters ([^>]*)>/.exec(readFileSync(file, 'utf8'))[1];
    const count = name => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(counters)[1]);
    return { passed: count('passed'), failed: count('executed') - count('passed'), skipped: count('total') - count('executed') };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

/** Every editor that has a folder in tests/editors. */
async function editors() {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { name } of readdirSync('tests/editors', { withFileTypes: true }).filter(entry => entry.isDirectory() && entry.name !== 'node_modules')) {
    const counts = await nodeTests(`tests/editors/${name}`);
    for (const kind of Object.keys(sum)) sum[kind] += counts[kind];
  }
  return sum;
}

/** Every *.test.mjs of a folder under node:test, one file after the other: several servers at once would only slow each other down. */
async function nodeTests(folder) {
  const files = readdirSync(folder).filter(name => name.endsWith('.test.mjs')).sort().map(name => path.join(root, folder, name));
  const sum = { passed: 0, failed: 0, skipped: 0 };
  const stream = runNodeTests({ files, concurrency: 1, timeout: 15 * 60_000 });
  stream.on('test:pass', test => {
    if (test.details.type === 'suite') return;
    // node:test reports a file without tests as a test that passed.
    if (test.name === test.file) return fail(test.name, 'the file has no test');
    const skipped = test.skip !== undefined;
    sum[skipped ? 'skipped' : 'passed']++;
    console.log(`${skipped ? '-' : '✓'} ${test.name} (${Math.round(test.details.duration_ms)} ms)${skipped ? ` # ${test.skip}` : ''}`);
  });
  stream.on('test:fail', test => {
    const { error } = test.details;
    if (error.failureType !== 'subtestsFailed') fail(test.name, error.cause?.stack ?? error.message);
  });
  stream.on('test:diagnostic', ({ message, file }) => file && console.log(`  ${message}`));
  stream.on('test:stderr', ({ message }) => process.stderr.write(message));
  for await (const _ of stream) { /* the listeners above do the work */ }
  return sum;

  function fail(name, reason) {
    sum.failed++;
    console.log(`✗ ${name}\n${String(reason).replace(/^/gm, '    ')}`);
  }
}

function succeeds(program, args) {
  console.log(`> ${program} ${args.join(' ')}`);
  return spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

function add(name, { passed, failed, skipped }) {
  total.passed += passed;
  total.skipped += skipped;
  total.failed += failed;
  if (passed + failed + skipped === 0) {
    console.log(`✗ ${name} ran no test`);
    total.failed++;
  }
}
