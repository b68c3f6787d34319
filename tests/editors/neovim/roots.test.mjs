// Where the workspace of a file begins that lies in no git repository, and what :checkhealth says where there is none.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { obtainNeovim, obtainOlderNeovim } from './obtain.mjs';
import { startScripted } from './scripted.mjs';

const status = { busy: false, kind: 'Normal', message: 'Ready.', model: 'fathom-nano', lastLatencyMs: null, counters: {} };
// Neovim is started in the workspace, which is a repository for other tests.
const noRepository = `vim.fn.delete('.git', 'rf')`;

for (const [name, neovim] of [['Neovim 0.12', obtainNeovim()], ['Neovim 0.10', obtainOlderNeovim()]]) {
  describe(`The workspace of a file in no repository, in ${name}`, { skip: neovim.missing ?? false }, () => {
    let editor;

    afterEach(async () => {
      const { problems } = await editor.quit();
      editor.afterwards();
      assert.deepEqual(problems, []);
    });

    const start = async (...lines) => {
      editor = await startScripted(neovim, { options: {}, script: { answers: { 'fathom/status': status } }, lines: [noRepository, ...lines] });
    };
    const write = (...names) => names.forEach(file => {
      mkdirSync(path.dirname(path.join(editor.workspace, file)), { recursive: true });
      writeFileSync(path.join(editor.workspace, file), '');
    });
    /** The root of the server of a file, relative to the folder that Neovim was started in; undefined where it has none. */
    const rootOf = async file => {
      await editor.nvim.command(`edit ${file}`);
      await editor.attached();
      const root = await editor.nvim.executeLua(`return vim.lsp.get_clients({ bufnr = 0, name = 'fathom' })[1].config.root_dir or ''`, []);
      return root === '' ? undefined : path.relative(editor.workspace, root);
    };

    test('is the folder of the solution above, beyond that of the project', async () => {
      await start();
      write('shop/Shop.slnx', 'shop/src/Orders/Orders.csproj', 'shop/src/Orders/deep/Order.cs');

      assert.equal(await rootOf('shop/src/Orders/deep/Order.cs'), 'shop');
    });

    test('is the folder of the project above, where there is no solution', async () => {
      await start();
      write('tool/Tool.csproj', 'tool/deep/Program.cs');

      assert.equal(await rootOf('tool/deep/Program.cs'), 'tool');
    });

    test('is the folder of the file, where there is neither', async () => {
      await start();
      write('notes/Idea.cs');

      assert.equal(await rootOf('notes/Idea.cs'), 'notes');
    });

    test('is never the home folder, whatever lies there; :checkhealth says so', async () => {
      await start('vim.env.HOME = vim.fn.getcwd()', `vim.fn.writefile({}, 'Home.sln')`);

      assert.equal(await rootOf('New.cs'), undefined);
      await editor.nvim.command('checkhealth fathom');

      assert.match(await editor.text(), /WARN(ING)? no workspace: ~\/New\.cs; nothing else is read there/);
    });

    test('is no matter of :checkhealth where there is one', async () => {
      await start();

      assert.equal(await rootOf('New.cs'), '');
      await editor.nvim.command('checkhealth fathom');

      assert.doesNotMatch(await editor.text(), /no workspace/);
    });
  });
}
