// The plugin and the real server as a person meets them: ghost text, a word of it, the rest, what the server says about it, a pause.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { repository } from '../../clients/repository.mjs';
import { sample } from '../recipes.mjs';
import { Editor, pluginLines } from './editor.mjs';
import { obtainNeovim, obtainOlderNeovim } from './obtain.mjs';

const artefacts = repository('artifacts/neovim');

for (const [name, neovim] of [['Neovim 0.12', obtainNeovim()], ['Neovim 0.10', obtainOlderNeovim()]]) {
  describe(`A first visit with ${name}`, { skip: neovim.missing ?? false }, () => {
    const { name: file, text, line, before: above, after: below, typing } = sample();
    let editor;

    before(async () => {
      editor = await Editor.start(neovim, { [file]: text }, ['vim.cmd.filetype("indent off")', ...pluginLines(`{ keys = { accept = '<Tab>', accept_word = '<M-Right>' }, settings = { timeBudgetMs = 60000 } }`)]);
      await editor.attached();
      await editor.waitFor(() => editor.traffic().some(({ message }) => message.method === 'fathom/didChangeStatus' && message.params.busy === false), 'the model is loaded');
    });
    after(async () => {
      const { problems } = await editor.quit();
      assert.deepEqual(problems, []);
    });

    const opens = async (command, buffer) => {
      await editor.nvim.command(command);
      await editor.waitFor(async () => (await editor.nvim.call('bufname', [])) === buffer, `${command} opens ${buffer}`);
      return editor.text();
    };

    test('a suggestion is taken, first a word of it, then the rest', async t => {
      await editor.press(`${line}GA`);
      const ghost = await editor.typeUntilGhost(typing);
      const typed = (await editor.text()).slice(above.length, -below.length);
      mkdirSync(artefacts, { recursive: true });
      writeFileSync(`${artefacts}/first-visit-${name.replaceAll(' ', '-')}.txt`, editor.screen.text());

      await editor.press('<M-Right>');
      await editor.waitFor(async () => (await editor.text()).length > text.length + typed.length, 'a word is taken');
      assert.ok(ghost.lines.join('\n').startsWith((await editor.text()).slice(above.length + typed.length, -below.length)));
      await editor.press('<Tab>');

      const expected = above + typed + ghost.lines.join('\n') + below;
      await editor.waitFor(async () => await editor.text() === expected, 'the rest is taken').catch(async () => assert.equal(await editor.text(), expected));
      t.diagnostic(`${neovim.version}: '${typed}' and then '${ghost.lines.join('\\n')}'`);
    });

    test('the server says what became of it', async () => {
      await editor.press('<Esc>');

      assert.match(await opens('Fathom explain', 'fathom://explain'), /Numbers\.cs:\d+:\d+ {2}\w+, \d+ ms, accepted/);
      await editor.press('q');
      assert.match(await opens('Fathom statistics', 'fathom://statistics'), / {2}accepted {10}1 /);
      await editor.press('q');
      await editor.waitFor(async () => (await editor.nvim.call('bufname', [])) === file, 'the windows are closed');
    });

    test('a pause is a pause, and :Fathom status says so', async () => {
      const says = async (command, sentence) => {
        await editor.nvim.command('messages clear');
        await editor.nvim.command(command);
        await editor.waitFor(async () => sentence.test(await editor.nvim.call('execute', ['messages'])), `${command} says ${sentence}`);
      };

      await says('Fathom pause file', /paused for this file/);
      await says('Fathom status', /[Pp]aused/);
      await says('Fathom resume', /goes on/);
      await says('Fathom status', /Ready/);
    });
  });
}
