// Installs what the tests need and runs everything. Called by `npm test`.
//   npm test                    everything
//   npm test -- format xunit    some of: format, xunit, clients, editors
// Ends with what failed, once more, so that the end of a long log is enough to know it, and one line 'N passed, N failed';
// exit code 1 on a failure, and when a part ran no test.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run as runNodeTests } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const parts = { format, xunit, clients: () => nodeTests('tests/clients'), editors };
const chosen = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
/** What brings a program that is not there. */
const sources = { dotnet: 'the .NET 10 SDK', npm: "Node 20.18.1 or newer, and start this with 'npm test'" };

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
  tell('preparation');
  add('preparation', { passed: 0, failed: 1, skipped: 0 });
}
if (failures.length > 0) console.log(`\n── failed\n${failures.join('\n')}`);
console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed > 0 ? 1 : 0);

function prepare() {
  return succeeds('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'])
    && succeeds('dotnet', ['build', 'Lsp.sln', '-c', 'Release', '-v', 'quiet', '-nologo']);
}

/** The whole solution's formatting and code style, as one test. */
function format() {
  const clean = succeeds('dotnet', ['format', 'Lsp.sln', '--verify-no-changes', '--no-restore']);
  if (clean) console.log('✓ formatting and code style');
  else tell('formatting or code style: run `dotnet format Lsp.sln`');
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
    const { passed, failed, skipped } = readTrx(file);
    sum.passed += passed;
    sum.skipped += skipped;
    sum.failed += failed.length;
    failed.forEach(test => failures.push(`✗ ${test}`));
    if (passed + failed.length === 0) {
      tell(`${project} ran no test`);
      sum.failed++;
    } else if (!succeeded && failed.length === 0) {
      tell(`${project} ended with an error`);
      sum.failed++;
    }
  }
  return sum;
}

/** How many tests of a result file passed and were skipped, and what failed, with the reason. */
function readTrx(file) {
  try {
    const results = readFileSync(file, 'utf8');
    const counters = /<Counters ([^>]*)>/.exec(results)[1];
    const count = name => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(counters)[1]);
    const failed = [...results.matchAll(/<UnitTestResult\b[^>]* outcome="Failed".*?<\/UnitTestResult>/gs)].map(([result]) => {
      const name = unescaped(/ testName="([^"]*)"/.exec(result)[1]);
      return `${name}\n${indented(unescaped(/<Message>(.*?)<\/Message>/s.exec(result)?.[1] ?? 'no message'))}`;
    });
    while (failed.length < count('executed') - count('passed')) failed.push(`a test of ${path.basename(file, '.trx')} that did not end`);
    return { passed: count('passed'), failed, skipped: count('total') - count('executed') };
  } catch {
    return { passed: 0, failed: [], skipped: 0 };
  }
}

function unescaped(xml) {
  const named = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };
  return xml.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
    hex ? String.fromCodePoint(parseInt(hex, 16)) : decimal ? String.fromCodePoint(Number(decimal)) : named[name] ?? whole);
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
    tell(`${name}\n${indented(reason)}`);
  }
}

function succeeds(program, args) {
  console.log(`> ${program} ${args.join(' ')}`);
  const [command, ...first] = commandOf(program);
  const { status, error } = spawnSync(command, [...first, ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) tell(error.code === 'ENOENT' ? `${program} was not found; install ${sources[program]}` : `${program} could not be started: ${error.message}`);
  return status === 0;
}

/** On Windows npm is a batch file, which only a shell starts; the script behind it needs none. */
function commandOf(program) {
  const script = process.env.npm_execpath;
  return program === 'npm' && process.platform === 'win32' && script ? [process.execPath, script] : [program];
}

function add(name, { passed, failed, skipped }) {
  total.passed += passed;
  total.skipped += skipped;
  total.failed += failed;
  if (passed + failed + skipped === 0) {
    tell(`${name} ran no test`);
    total.failed++;
  }
}

/** Prints a failure where it happened, and keeps it for the end. */
function tell(failure) {
  console.log(`✗ ${failure}`);
  failures.push(`✗ ${failure}`);
}

function indented(text) {
  return String(text).replace(/^/gm, '    ');
}
