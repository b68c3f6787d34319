// :Fathom statistics reset.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { obtainNeovim, obtainOlderNeovim } from './obtain.mjs';
import { commandsOf, startScripted } from './scripted.mjs';

for (const [name, neovim] of [['Neovim 0.12', obtainNeovim()], ['Neovim 0.10', obtainOlderNeovim()]]) {
  describe(`The statistics in ${name}`, { skip: neovim.missing ?? false }, () => {
    let editor;

    before(async () => { editor = await startScripted(neovim, { options: {} }); });
    after(async () => {
      const { problems } = await editor.quit();
      editor.afterwards();
      assert.deepEqual(problems, []);
    });

    const says = async (command, sentence) => {
      // What is told as an error makes the command fail in an older Neovim, where it runs by itself.
      const failure = await editor.nvim.command(command).then(() => '', error => error.message);
      if (!failure.includes(sentence)) await editor.waitFor(async () => (await editor.nvim.call('execute', ['messages'])).includes(sentence), `${command} says '${sentence}'`);
    };

    test('count anew when they are told to', async () => {
      await says('Fathom statistics reset', 'fathom: the statistics count anew');

      assert.deepEqual(commandsOf(editor), [['fathom.resetStatistics']]);
    });

    test('take no other word, and complete the one', async () => {
      await says('Fathom statistics forget', `fathom: ':Fathom statistics' takes reset, or nothing; not 'forget'`);

      assert.deepEqual(await editor.nvim.call('getcompletion', ['Fathom statistics ', 'cmdline']), ['reset']);
    });
  });
}
