// Emacs with eglot as docs/editors.md sets it up: a C# file, a connection, Fathom's entry in the completion list, the entry taken.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { TrafficCheck } from '../../clients/protocol/traffic-check.mjs';
import { repository } from '../../clients/repository.mjs';
import { recipe, sample } from '../recipes.mjs';
import { Recording } from '../recording.mjs';
import { unpacked } from '../unpacked.mjs';

const emacs = obtain();

function obtain() {
  const { missing, command, folder } = unpacked('sid', 'emacs-nox', 'usr/bin/emacs-nox');
  if (missing) return { missing };
  const version = path.join('emacs', readdirSync(path.join(folder, 'usr/share/emacs')).find(name => /^\d/.test(name)));
  const programs = path.join(folder, 'usr/libexec', version, 'x86_64-linux-gnu');
  const lisp = path.join(folder, 'usr/share', version, 'lisp');
  const folders = readdirSync(lisp, { recursive: true, withFileTypes: true }).filter(entry => entry.isDirectory() && entry.name !== 'obsolete').map(entry => path.join(entry.path, entry.name));
  return {
    command: [...command, `--dump-file=${path.join(programs, readdirSync(programs).find(name => name.endsWith('.pdmp')))}`],
    environment: { EMACSLOADPATH: [lisp, ...folders].join(':'), EMACSDATA: path.join(folder, 'usr/share', version, 'etc'), EMACSPATH: programs },
  };
}

test('Emacs: eglot connects, lists a suggestion and takes it', { skip: emacs.missing ?? false, timeout: 240_000 }, async t => {
  const folder = mkdtempSync(path.join(tmpdir(), 'fathom-emacs-'));
  const workspace = path.join(folder, 'workspace');
  mkdirSync(path.join(workspace, '.git'), { recursive: true });
  const { name, text, line, before, after, typing } = sample();
  const file = path.join(workspace, name);
  writeFileSync(file, text);
  const init = path.join(folder, 'init.el');
  writeFileSync(init, recipe('elisp'));
  const recording = new Recording(folder);

  const [program, ...first] = emacs.command;
  const { stdout, stderr } = await promisify(execFile)(program, [...first, '-Q', '--batch', '-l', init, '-l', repository('tests/editors/emacs/eglot.el')], {
    cwd: workspace,
    env: { ...process.env, ...emacs.environment, HOME: folder, XDG_CACHE_HOME: path.join(folder, 'cache'), PATH: recording.path, LANG: 'C.UTF-8', TEST_FILE: file, TEST_LINE: line, TEST_TYPING: typing },
  });

  const { version, typed, taken } = JSON.parse(stdout);
  assert.ok(taken, `no entry after any letter of '${typing}'\n${stderr}`);
  const item = recording.answers('textDocument/completion').findLast(({ result }) => result?.items.length > 0).result.items[0];
  assert.equal(item.label, taken.trim());
  assert.equal(item.detail, 'Fathom');
  const start = before.split('\n').at(-1);
  const expected = (start + typed).slice(0, item.textEdit.range.start.character) + item.textEdit.newText;
  assert.equal(readFileSync(file, 'utf8'), before.slice(0, -start.length) + expected + after);
  const check = new TrafficCheck();
  for (const { from, message } of recording.traffic()) check.message(from, message);
  assert.deepEqual(check.problems.filter(problem => problem.startsWith('server')), []);
  // Emacs kills what stands between it and its server; the server itself ends in peace a little later.
  rmSync(folder, { recursive: true, maxRetries: 20, retryDelay: 50 });
  t.diagnostic(`Emacs ${version}: '${taken}' after '${typed}'`);
});
