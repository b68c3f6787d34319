// The key of a back end in Neovim: the server gets it, and it stands nowhere else.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { Editor, pluginLines } from './editor.mjs';
import { obtainNeovim, obtainOlderNeovim } from './obtain.mjs';
import { startScripted } from './scripted.mjs';

/** The files of a folder that hold a text; undefined if one of them went away meanwhile: the server makes its cache there. */
function filesWith(text, folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath ?? entry.path, entry.name)).filter(file => readFileSync(file).includes(text));
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

for (const [name, neovim] of [['Neovim 0.12', obtainNeovim()], ['Neovim 0.10', obtainOlderNeovim()]]) {
  describe(`The key of a back end in ${name}`, { skip: neovim.missing ?? false }, () => {
    // The function asks the environment too: the key must stand in no file of this test either.
    for (const [from, option] of [['an environment variable', `key_env = 'TEST_KEY'`], ['a function', 'key = function() return vim.env.TEST_KEY end']]) {
      test(`from ${from} reaches the server, when it starts and when it asks`, async t => {
        const key = randomUUID();
        process.env.TEST_KEY = key;
        const editor = await Editor.start(neovim, { 'New.cs': '' }, pluginLines(`{ backend = { kind = 'llama.cpp', url = 'http://127.0.0.1:9', ${option} }, settings = { maxLines = 3 } }`));
        t.after(() => editor.kill());
        delete process.env.TEST_KEY;
        await editor.attached();
        const messages = () => editor.traffic().map(({ from: side, message }) => ({ side, ...message }));
        const pulled = () => {
          const asked = messages().find(({ method }) => method === 'workspace/configuration');
          return asked && messages().find(({ side, id, method }) => side === 'client' && id === asked.id && method === undefined)?.result;
        };
        await editor.waitFor(pulled, 'the server has asked for the settings');

        const started = messages().find(({ method }) => method === 'initialize').params.initializationOptions;
        for (const { backend: { key: given, ...backend }, ...settings } of [started, pulled()[0]]) {
          assert.ok(given === key, 'the key is given');
          assert.deepEqual(backend, { kind: 'llama.cpp', url: 'http://127.0.0.1:9' });
          assert.deepEqual(settings, { maxLines: 3 });
        }
        await editor.nvim.command('checkhealth vim.lsp');
        assert.ok(!(await editor.text()).includes(key), 'the report on clients is silent on it');
        assert.deepEqual(await editor.waitFor(() => filesWith(key, editor.folder), 'no file goes away while it is read'), []);
        assert.deepEqual((await editor.quit()).problems, []);
      });
    }

    test('that is nowhere is missed by :checkhealth fathom', async t => {
      const script = { answers: { 'fathom/status': { busy: false, kind: 'Normal', message: 'Ready.', model: 'deepseek', counters: {} } } };
      const editor = await startScripted(neovim, { options: { backend: { kind: 'deepseek', key_env: 'NO_SUCH_KEY' } }, script });
      t.after(() => editor.kill());

      await editor.nvim.command('checkhealth fathom');

      assert.match(await editor.text(), /WARN.* there is no key: the environment variable NO_SUCH_KEY is not set/);
      assert.deepEqual((await editor.quit()).problems, []);
      editor.afterwards();
    });
  });
}
