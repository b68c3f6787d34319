// The keys that every real editor types, typed into Neovim with the plugin: the text at the end is what was typed, to the byte.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { repository } from '../../clients/repository.mjs';
import { typingTrace } from '../typing-trace.mjs';
import { Editor, pluginLines } from './editor.mjs';
import { obtainNeovim, obtainOlderNeovim } from './obtain.mjs';

/** Keys that come faster than any answer; then the hand rests until one has come. */
const burst = 8;

const artefacts = repository('artifacts/neovim');
const trace = typingTrace();

// Neovim indents new lines by what a key adds, so it is told not to indent by itself.
const configuration = options => ['vim.cmd.filetype("indent off")', 'vim.o.autoindent = false', ...pluginLines(`{ ${options}, keys = { accept = '<C-l>', accept_word = '<C-Right>', accept_line = '<C-Down>' } }`)];

/** A script for the server that suggests what the text goes on with: one line, two, or two of which the second is wrong. */
function scripted() {
  const typed = trace.expected.slice(trace.offset, trace.expected.length - (trace.opened.length - trace.offset)).split('\n');
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'fathom-script-')), 'script.json');
  writeFileSync(file, JSON.stringify({ suggestions: typed.map((line, at) => [[line], typed.slice(at, at + 2), [line, 'wrong();']][at % 3].join('\n')) }));
  return file;
}

/** What Neovim is given for a key of the trace. */
function input({ key, text }) {
  return key === 'Backspace' ? '<BS>' : text.replaceAll('<', '<lt>').replaceAll('\n', '<CR>');
}

for (const [name, neovim] of [['Neovim 0.12', obtainNeovim()], ['Neovim 0.10', obtainOlderNeovim()]]) {
  describe(`${name} with the plugin`, { skip: neovim.missing ?? false }, () => {
    let editor;

    afterEach(async () => {
      const { problems } = await editor.quit();
      assert.deepEqual(problems, []);
    });

    /** Starts with these options; insert mode, the cursor where typing begins. */
    async function start(options) {
      editor = await Editor.start(neovim, { [trace.file]: trace.opened }, configuration(options));
      await editor.attached();
      await editor.press(`${trace.line}Gi`);
      await editor.waitFor(async () => (await editor.nvim.call('nvim_get_mode', [])).mode === 'i', 'insert mode');
      assert.deepEqual(await editor.nvim.call('nvim_win_get_cursor', [0]), [trace.line, 0]);
    }

    /** Types keys without a rest, then waits until the server has answered where the cursor stands. */
    async function typeBurst(keys) {
      const before = editor.completions().length;
      for (const key of keys) await editor.press(input(key));
      const [row, character] = await editor.nvim.call('nvim_win_get_cursor', [0]);
      await editor.waitFor(() => {
        const { line, ...position } = editor.completions().slice(before).at(-1)?.params.position ?? {};
        return line === row - 1 && position.character === character;
      }, 'an answer to the last keys');
      await editor.waitFor(() => editor.nvim.executeLua('return next(vim.lsp.get_clients()[1].requests) == nil', []), 'the answer has arrived');
    }

    test(`${trace.keys.length} keys beside the real server: nothing is stale, nothing is doubled`, async t => {
      assert.ok(trace.keys.length >= 500);
      await start(`settings = { confidence = 'eager' }`);
      const before = editor.completions().length;
      let seen = 0;

      for (let at = 0; at < trace.keys.length; at += burst) {
        await typeBurst(trace.keys.slice(at, at + burst));
        if (await editor.ghost()) seen++;
      }

      assert.equal(await editor.text(), trace.expected);
      assert.ok(seen > 0, 'there was ghost text on the way');
      t.diagnostic(`${neovim.version}: ${editor.completions().length - before} answers, ghost text beside ${seen} of them`);
    });

    test('the same text beside a server that knows it: what is suggested and would be typed anyway is taken, often while typing into it', async t => {
      const script = scripted();
      await start(`cmd = { 'scripted-server', '${script}' }`);
      const taken = { whole: 0, line: 0, late: 0 };
      const target = trace.expected.slice(0, trace.expected.length - (trace.opened.length - trace.offset));
      const keysOf = text => [...text].map(character => ({ text: character }));

      for (let written = trace.offset; written < target.length;) {
        const ghost = await editor.ghost();
        const left = target.slice(written);
        const whole = ghost?.lines.join('\n'), line = ghost?.lines[0];
        let added;
        if (whole && left.startsWith(whole)) {
          // Every other time the first letters are typed in the same breath as the key that takes the rest.
          const first = taken.whole++ % 2 ? line.slice(0, Math.min(3, whole.length - 1)) : '';
          if (first) taken.late++;
          await editor.press(`${keysOf(first).map(input).join('')}<C-l>`);
          added = whole;
        } else if (line && left.startsWith(line)) {
          taken.line++;
          await editor.press('<C-Down>');
          added = line;
        } else {
          added = left.slice(0, burst);
          await typeBurst(keysOf(added));
        }
        written += added.length;
        const expected = target.slice(0, written) + trace.opened.slice(trace.offset);
        await editor.waitFor(async () => await editor.text() === expected, `the text with ${JSON.stringify(added)}`)
          .catch(async () => assert.equal(await editor.text(), expected));
      }

      rmSync(path.dirname(script), { recursive: true });
      assert.equal(await editor.text(), trace.expected);
      mkdirSync(artefacts, { recursive: true });
      writeFileSync(`${artefacts}/typed-${name.replaceAll(' ', '-')}.txt`, editor.screen.text());
      t.diagnostic(`${taken.whole} taken whole, ${taken.late} of them while typing into them, ${taken.line} by the line`);
      assert.ok(taken.whole > 5 && taken.late > 2 && taken.line > 2, 'suggestions were taken');
    });
  });
}
