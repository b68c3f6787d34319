// Helix on a terminal as docs/editors.md sets it up: a C# file, keys typed into it, Fathom's entry in the menu, the entry taken, the file on disk.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { TrafficCheck } from '../../clients/protocol/traffic-check.mjs';
import { until, within } from '../../clients/waiting.mjs';
import { recipe, sample } from '../recipes.mjs';
import { Recording } from '../recording.mjs';
import { unpacked } from '../unpacked.mjs';

const helix = obtain();

function obtain() {
  // A terminal of its own is what util-linux's `script` gives a program.
  if (spawnSync('script', ['--version']).error) return { missing: "Helix needs a terminal, and this machine has no 'script' (Debian package bsdutils)." };
  const { missing, command, folder } = unpacked('sid', 'hx', 'usr/bin/hx');
  return missing ? { missing } : { command, environment: { HELIX_RUNTIME: path.join(folder, 'usr/lib/hx/runtime') } };
}

const keys = { escape: '\x1b', enter: '\r', tab: '\t', complete: '\x18' };

test('Helix: connects, lists a suggestion and takes it', { skip: helix.missing ?? false, timeout: 240_000 }, async t => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fathom-helix-'));
  const workspace = path.join(folder, 'workspace'), configuration = path.join(folder, 'config/helix');
  for (const made of [path.join(workspace, '.git'), configuration]) mkdirSync(made, { recursive: true });
  const { name, text, line, before, after, typing } = sample();
  const file = path.join(workspace, name);
  writeFileSync(file, text);
  writeFileSync(path.join(configuration, 'languages.toml'), recipe('toml'));
  const recording = new Recording(folder);

  const start = `stty rows 30 cols 120; exec ${[...helix.command, name].map(word => `'${word}'`).join(' ')}`;
  const terminal = spawn('script', ['-qfc', start, '/dev/null'], {
    cwd: workspace,
    env: {
      ...process.env, ...helix.environment, HOME: folder, XDG_CONFIG_HOME: path.join(folder, 'config'), XDG_CACHE_HOME: path.join(folder, 'cache'), PATH: recording.path,
      TERM: 'xterm-256color', LANG: 'C.UTF-8', SHELL: '/bin/sh',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = new Promise(resolve => terminal.on('exit', resolve));
  t.after(() => terminal.kill('SIGKILL'));
  let drawn = '';
  terminal.stdout.on('data', data => { drawn += stripVTControlCharacters(data.toString()); });
  const waitFor = (condition, what) => until(condition, what).catch(error => {
    error.message += `\n${drawn.slice(-2000)}`;
    throw error;
  });
  const press = text => terminal.stdin.write(text);
  const leaveInsertMode = async () => {
    const times = drawn.split('NOR').length;
    press(keys.escape);
    await waitFor(() => drawn.split('NOR').length > times, 'normal mode');
  };

  await waitFor(() => recording.traffic().some(({ message }) => message.method === 'textDocument/didOpen'), 'the file is open in the server');
  await waitFor(() => drawn.includes('Count'), 'the file is on the screen');
  press(`${line}GA`);

  // A model that is there before Helix is ready to be told shows no progress. Otherwise the server says so beside its question for the settings: soon after it, or before.
  const has = (method, further = () => true) => recording.traffic().some(({ message }) => message.method === method && further(message));
  await waitFor(() => has('workspace/configuration'), 'the server knows that Helix is ready');
  const soon = Date.now() + 10_000;
  await waitFor(() => has('window/workDoneProgress/create') || Date.now() > soon, 'the server has had time to show that it loads the model');
  if (has('window/workDoneProgress/create')) {
    await waitFor(() => has('$/progress', ({ params }) => params.value.kind === 'end'), 'the model is loaded');
  }

  // Letter by letter; insert mode is left in between, because a menu that is open is not asked for again.
  let typed = '', item, seen;
  for (const letter of typing) {
    press(letter);
    await leaveInsertMode();
    typed += letter;
    seen = drawn.length;
    press(`A${keys.complete}`);
    const character = before.split('\n').at(-1).length + typed.length;
    const answer = await waitFor(
      () => recording.answers('textDocument/completion').findLast(({ params, result }) => result && params.position.line === line - 1 && params.position.character === character), `an answer after '${typed}'`);
    item = answer.result.items[0];
    if (item) break;
  }
  assert.ok(item, `no entry after any letter of '${typing}'`);
  assert.equal(item.detail, 'Fathom');
  // Helix draws no character that stands there already, and no blank on a blank.
  await waitFor(() => item.label.split(' ').some(word => drawn.slice(seen).includes(word)), `the menu has '${item.label}'`);
  press(keys.tab);
  press(keys.enter);
  await leaveInsertMode();
  press(`:write${keys.enter}`);

  const begin = before.split('\n').at(-1);
  const expected = before.slice(0, -begin.length) + (begin + typed).slice(0, item.textEdit.range.start.character) + item.textEdit.newText + after;
  await waitFor(() => readFileSync(file, 'utf8') === expected, 'the file on disk has the suggestion').catch(() => assert.equal(readFileSync(file, 'utf8'), expected));
  press(`:quit!${keys.enter}`);
  await within(exited, 'Helix ends');
  const check = new TrafficCheck();
  for (const { from, message } of recording.traffic()) check.message(from, message);
  assert.deepEqual(check.problems.filter(problem => problem.startsWith('server')), []);
  // Helix kills what stands between it and its server; the server itself ends in peace a little later.
  rmSync(folder, { recursive: true, maxRetries: 20, retryDelay: 50 });
  t.diagnostic(`'${item.label}' after '${typed}'`);
});
