// The plugin beside a server that suggests what the test says, in a Neovim with its own client for inline completion and in one without: the same to the letter.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { obtainNeovim, obtainOlderNeovim } from './obtain.mjs';
import { commandsOf, keys, startOver, startScripted, typeForGhost } from './scripted.mjs';
import { assertScreen } from './golden.mjs';

const loop = [' (var i = 0; i < 10; i++)', '{', '    Go(i);', '}'];

for (const [name, neovim] of [['Neovim 0.12', obtainNeovim()], ['Neovim 0.10', obtainOlderNeovim()]]) {
  describe(`The plugin in ${name}`, { skip: neovim.missing ?? false }, () => {
    let editor;

    before(async () => { editor = await startScripted(neovim); });
    after(async () => {
      const { problems } = await editor.quit();
      editor.afterwards();
      assert.deepEqual(problems, []);
    });
    beforeEach(() => startOver(editor));

    const textBecomes = (expected, what) => editor.waitFor(async () => await editor.text() === expected, what).catch(async () => assert.equal(await editor.text(), expected, what));
    const ghostBecomes = (lines, what) => editor.waitFor(async () => (await editor.ghost())?.lines.join('\n') === lines.join('\n'), what);
    const ghostGoes = () => editor.waitFor(async () => await editor.ghost() === undefined, 'the ghost text goes');
    const cursor = () => editor.nvim.call('nvim_win_get_cursor', [0]);

    test('draws a suggestion of several lines as ghost text', async () => {
      const ghost = await typeForGhost(editor, 'for', loop[0]);

      assert.deepEqual(ghost, { row: 0, column: 3, lines: loop });
      await assertScreen(editor, 'ghost-text');
    });

    test('takes the whole: the text and the cursor are exact, the server is told, undo takes back no more than that', async () => {
      await typeForGhost(editor, 'for', loop[0]);
      const id = editor.completions().at(-1).result.items[0].command.arguments[0];

      await editor.press(keys.accept);

      await textBecomes('for (var i = 0; i < 10; i++)\n{\n    Go(i);\n}\n', 'the suggestion is taken');
      assert.deepEqual(await cursor(), [4, 1]);
      assert.equal(await editor.ghost(), undefined);
      await editor.waitFor(() => commandsOf(editor).some(([command, argument]) => command === 'fathom.accepted' && argument === id), 'the server is told');
      await editor.press('<Esc>u');
      await textBecomes('for\n', 'the suggestion is undone');
    });

    test('takes back no more than the suggestion where a buffer has undo levels of its own, which stay its own', async () => {
      await editor.nvim.command('setlocal undolevels=7');
      await typeForGhost(editor, 'for', loop[0]);

      await editor.press(keys.accept);

      await textBecomes('for (var i = 0; i < 10; i++)\n{\n    Go(i);\n}\n', 'the suggestion is taken');
      assert.deepEqual(await editor.nvim.executeLua('return { vim.go.undolevels, vim.bo.undolevels }', []), [1000, 7]);
      await editor.press('<Esc>u');
      await textBecomes('for\n', 'the suggestion is undone');
      await editor.nvim.command('setlocal undolevels<');
    });

    for (const [how, options, key] of [
      ['on a key', '', '<C-n>'],
      ...name === 'Neovim 0.12' ? [['by itself', 'autocomplete', '']] : [],
    ]) {
      test(`stays, with the next key too, when it is taken under a menu that opened ${how}`, async t => {
        await editor.nvim.command(`set completeopt=menu,menuone,noselect ${options}`);
        t.after(() => editor.nvim.command(`set completeopt& ${options && `${options}&`}`));
        await editor.press('<CR>format<Up><Home>');
        await typeForGhost(editor, 'for', loop[0]);
        await editor.press(key);
        await editor.waitFor(() => editor.nvim.call('pumvisible', []), 'the menu opens');
        await editor.waitFor(() => editor.ghost(), 'the suggestion is still there');

        await editor.press(`${keys.accept}x`);

        await textBecomes('for (var i = 0; i < 10; i++)\n{\n    Go(i);\n}x\nformat\n', 'the suggestion is taken');
      });
    }

    test('takes words, then a line, then the rest, which stays on the screen in between', async () => {
      await typeForGhost(editor, 'for', loop[0]);
      const before = commandsOf(editor).length;

      for (const [key, line, rest] of [
        [keys.accept_word, 'for (', ['var i = 0; i < 10; i++)', ...loop.slice(1)]],
        [keys.accept_word, 'for (var', [' i = 0; i < 10; i++)', ...loop.slice(1)]],
        [keys.accept_word, 'for (var i', [' = 0; i < 10; i++)', ...loop.slice(1)]],
        [keys.accept_line, 'for (var i = 0; i < 10; i++)', ['', ...loop.slice(1)]],
        [keys.accept_line, 'for (var i = 0; i < 10; i++)\n{', ['', ...loop.slice(2)]],
        [keys.accept_word, 'for (var i = 0; i < 10; i++)\n{\n    Go', ['(i);', '}']],
      ]) {
        await editor.press(key);
        await textBecomes(`${line}\n`, `a part is taken: ${line}`);
        assert.deepEqual((await editor.ghost())?.lines, rest);
      }
      await editor.press(keys.accept);

      await textBecomes('for (var i = 0; i < 10; i++)\n{\n    Go(i);\n}\n', 'the rest is taken');
      await editor.waitFor(() => commandsOf(editor).length === before + 7, 'the server is told of every part');
      const told = commandsOf(editor).slice(before);
      assert.deepEqual(told.map(([command]) => command), [...Array(6).fill('fathom.partlyAccepted'), 'fathom.accepted']);
      assert.deepEqual(told.slice(0, 6).map(([, , length]) => length), [2, 3, 2, 18, 2, 7]);
      assert.equal(new Set(told.map(([, id]) => id)).size, 1);
    });

    test('takes it with keys that come in one burst', async () => {
      await typeForGhost(editor, 'for', loop[0]);

      // Typed faster than any answer: the client that Neovim 0.12.4 ships leaves such characters behind the text, or in front of it.
      await editor.press(` (var${keys.accept_line} // done`);

      await textBecomes('for (var i = 0; i < 10; i++) // done\n', 'the suggestion is taken where it was');
    });

    test('goes on while what is typed agrees, goes away when it does not, comes back with the text', async () => {
      await typeForGhost(editor, 'for', loop[0]);

      await typeForGhost(editor, ' (var i', ' = 0; i < 10; i++)');
      await editor.type('x');
      await ghostGoes();
      assert.equal(await editor.nvim.executeLua(`return require('fathom').accept()`, []), false);
      await editor.press('<BS>');
      await ghostBecomes([' = 0; i < 10; i++)', ...loop.slice(1)], 'it is back');

      assert.equal(await editor.text(), 'for (var i\n');
    });

    test('never shows what does not go on from what was typed', async () => {
      await typeForGhost(editor, 'for', loop[0]);

      for (const key of ' xyz') {
        await editor.type(key);
        const [text, ghost] = [await editor.text(), await editor.ghost()];
        assert.ok(!ghost || loop[0].startsWith(text.trimEnd().slice('for'.length)), `after '${text}': ${JSON.stringify(ghost)}`);
      }
    });

    test('fits in between brackets that the editor has closed', async () => {
      await editor.press('Call();<Left><Left>');
      await editor.waitFor(() => editor.ghost(), 'the ghost text');
      // Neovim's own client draws over what is there; the plugin draws in between.
      await assertScreen(editor, name === 'Neovim 0.12' ? 'over-brackets' : 'between-brackets');

      await editor.press(keys.accept_word);
      await textBecomes('Call(first);\n', 'the first word');
      await editor.press(keys.accept);

      await textBecomes('Call(first, second);\n', 'the brackets are not doubled');
      assert.deepEqual(await cursor(), [1, 20]);
    });

    test('counts as the protocol does where letters have several bytes', async () => {
      await typeForGhost(editor, 'var größe = "😀', ' smile";');

      await editor.press(`${keys.accept_word}`);
      await textBecomes('var größe = "😀 smile\n', 'the word');
      await editor.press(keys.accept);

      await textBecomes('var größe = "😀 smile";\n', 'the rest');
    });

    test('cycles through all suggestions for the place, round the end', async () => {
      await typeForGhost(editor, 'for', loop[0]);

      await editor.press(keys.next);
      await ghostBecomes([' (var item in items) (2/3)'], 'the second');
      await assertScreen(editor, 'second-of-three');
      await editor.press(keys.next);
      await ghostBecomes([' (;;) (3/3)'], 'the third');
      await editor.press(keys.next);
      await ghostBecomes([...loop.slice(0, 3), '} (1/3)'], 'the first again');
      await editor.press(keys.previous);
      await ghostBecomes([' (;;) (3/3)'], 'the third again');
      await editor.press(keys.accept);

      await textBecomes('for (;;)\n', 'the one on the screen is taken');
    });

    test('goes away when it is dismissed, until more is typed', async () => {
      await typeForGhost(editor, 'for', loop[0]);
      const asked = editor.completions().length;

      await editor.press(keys.dismiss);
      await ghostGoes();

      assert.equal(editor.completions().length, asked);
      await typeForGhost(editor, ' (', 'var i = 0; i < 10; i++)');
    });

    test('comes when it is asked for by a key', async () => {
      await editor.nvim.executeLua(`require('fathom').enable(false)`, []);
      await editor.type('for');

      await editor.press(keys.trigger);

      await ghostBecomes(loop, 'it is there');
      await editor.press(keys.accept);
      await textBecomes('for (var i = 0; i < 10; i++)\n{\n    Go(i);\n}\n', 'it is taken');
    });

    for (const key of ['<Esc>', '<C-c>']) {
      test(`goes with insert mode that ${key} ends`, async () => {
        await typeForGhost(editor, 'for', loop[0]);

        await editor.press(key);

        await ghostGoes();
        assert.equal(await editor.nvim.executeLua(`return require('fathom').is_visible()`, []), false);
      });
    }

    test('has no request under way after an answer that is an error', async () => {
      const calls = method => editor.traffic().filter(({ from, message }) => from === 'client' && message.method === method);
      const failed = () => editor.traffic().filter(({ message }) => message.error?.message === 'no model').map(({ message }) => message.id);
      await editor.nvim.executeLua(`require('fathom').enable(false)`, []);
      await editor.waitFor(() => editor.isAnswered(), 'nothing that was asked before is under way');
      editor.rescript({ failure: 'no model' });

      await editor.press(keys.trigger);
      await editor.waitFor(async () => failed().length > 0 && await editor.isAnswered(), 'the error has been read');
      await editor.press(keys.trigger);
      await editor.waitFor(async () => failed().length > 1 && await editor.isAnswered(), 'another has been read');

      assert.deepEqual(calls('$/cancelRequest').map(({ message }) => message.params.id).filter(id => failed().includes(id)), []);
    });

    test('takes ghost text out of the buffer that it is in, and touches no other', async () => {
      await editor.nvim.executeLua(`require('fathom').enable(false)`, []);
      await editor.type('for');
      await editor.press(keys.trigger);
      await ghostBecomes(loop, 'it is there');
      const marks = await editor.nvim.executeLua(`
        local namespace = vim.api.nvim_get_namespaces().fathom
        local here, other = vim.api.nvim_get_current_buf(), vim.api.nvim_create_buf(true, false)
        vim.api.nvim_buf_set_extmark(other, namespace, 0, 0, { virt_text = { { 'of another', 'Comment' } } })
        vim.cmd('noautocmd buffer ' .. other)
        require('fathom.ghost').clear()
        local left = vim.tbl_map(function(buffer) return #vim.api.nvim_buf_get_extmarks(buffer, namespace, 0, -1, {}) end, { here, other })
        vim.cmd('noautocmd buffer ' .. here)
        vim.api.nvim_buf_delete(other, { force = true })
        return left`, []);

      assert.deepEqual(marks, [0, 1]);
    });

    test('leaves a key its own meaning where nothing is shown', async () => {
      await editor.nvim.executeLua(`require('fathom').setup({ cmd = { 'scripted-server' }, keys = { accept = '<Tab>', accept_line = '<C-l>' } })`, []);

      await editor.press('<Tab>x<C-l>y');

      await textBecomes('\txy\n', 'a tabulator, and no control character');
    });

    for (const [what, map, text] of [
      ['text', 'inoremap <Tab> own', 'own'],
      ['a function', `lua vim.keymap.set('i', '<Tab>', function() vim.api.nvim_put({ 'own' }, 'c', false, true) end)`, 'own'],
      ['an expression', `lua vim.keymap.set('i', '<Tab>', function() return '<Tab>own' end, { expr = true })`, '\town'],
      ['other keys, which are mapped too', 'imap <Tab> <Plug>(own)', 'own'],
      ['an expression that leads back to the key', 'imap <expr> <Tab> "\\<Tab>\\<Plug>(own)"', '\town'],
    ]) {
      test(`passes a key on to what it was mapped to before where nothing is shown, however often it is set up: ${what}`, async t => {
        const setUp = () => editor.nvim.executeLua(`require('fathom').setup({ cmd = { 'scripted-server' }, keys = { accept = '<Tab>' } })`, []);
        await editor.nvim.command('inoremap <Plug>(own) own');
        await editor.nvim.command(map);
        t.after(() => editor.nvim.command('iunmap <Tab>'));
        await setUp();
        await setUp();

        await editor.press('<Tab>x');
        await textBecomes(`${text}x\n`, 'the mapping runs');
        await editor.press('<C-u><C-u>');
        await typeForGhost(editor, 'for', loop[0]);
        await editor.press('<Tab>');

        await textBecomes('for (var i = 0; i < 10; i++)\n{\n    Go(i);\n}\n', 'the suggestion is taken');
      });
    }
  });

  describe(`The plugin in ${name}, beside a server that crashes`, { skip: neovim.missing ?? false }, () => {
    let editor;

    // Room for Neovim's own sentence, so that it does not ask for Enter.
    beforeEach(async () => { editor = await startScripted(neovim, { lines: ['vim.o.cmdheight = 5'] }); });
    afterEach(async () => {
      const { problems } = await editor.quit();
      editor.afterwards();
      assert.deepEqual(problems, []);
    });

    const messages = async () => (await editor.nvim.call('execute', ['messages'])).split('\n').filter(line => line !== '');
    // Neovim's own sentence about a killed server.
    const neovims = /^Client fathom quit with exit code 0 and signal 9\./;
    const crash = async () => {
      const count = editor.servers().length;
      process.kill(editor.servers().at(-1), 'SIGKILL');
      await editor.waitFor(() => editor.nvim.executeLua(`return #vim.lsp.get_clients({ name = 'fathom' }) == 0`, []), `the end of server ${count}`);
    };
    // The one fake is the clock: a wait of seconds is noted down and over at once.
    const withoutWaiting = () => editor.nvim.executeLua(`
      local defer = vim.defer_fn
      waited = {}
      vim.defer_fn = function(run, milliseconds)
        if milliseconds >= 1000 then
          table.insert(waited, milliseconds)
          milliseconds = 0
        end
        return defer(run, milliseconds)
      end`, []);
    const openElsewhere = async () => {
      mkdirSync(path.join(editor.folder, 'elsewhere/.git'), { recursive: true });
      await editor.nvim.command('edit ../elsewhere/Other.cs');
      await editor.attached();
    };
    const startedAgain = count => editor.waitFor(() => editor.servers().length === count, `server ${count}`).then(() => editor.attached());

    test('starts it again after a second, and suggestions come again', async () => {
      await editor.press('i');
      await typeForGhost(editor, 'for', loop[0]);

      await crash();

      assert.equal(await editor.nvim.executeLua(`return require('fathom').status()`, []), 'fathom: down');
      await editor.press('<Esc>ddi');
      await startedAgain(2);
      assert.equal(await editor.nvim.executeLua(`return require('fathom').status()`, []), 'fathom: ready');
      await typeForGhost(editor, 'Call', '(first, second);');
      await editor.press(keys.accept);
      await editor.waitFor(async () => await editor.text() === 'Call(first, second);\n', 'it is taken');
      assert.deepEqual((await messages()).filter(line => !neovims.test(line)), []);
    });

    test('waits longer each time, gives up with one sentence, and begins anew when asked', async () => {
      await withoutWaiting();

      for (let count = 2; count <= 6; count++) {
        process.kill(editor.servers().at(-1), 'SIGKILL');
        await startedAgain(count);
      }
      await crash();

      assert.deepEqual(await editor.nvim.executeLua('return waited', []), [1000, 2000, 4000, 8000, 16000]);
      await editor.waitFor(async () => (await messages()).some(line => line.startsWith('fathom: ')), 'it says so');
      const [said, ...more] = (await messages()).filter(line => !neovims.test(line));
      assert.match(said, /^fathom: the server ended again and again, and stays down; .*':Fathom restart' tries once more$/);
      assert.deepEqual(more, []);
      await editor.nvim.command('edit Other.cs');
      await editor.nvim.command('Fathom status');
      assert.match((await messages()).at(-1), /stays down/);
      assert.equal(editor.servers().length, 6);
      await editor.nvim.command('checkhealth fathom');
      assert.match(await editor.text(), /ERROR [^\n]*the server ended again and again, and stays down/);
      await editor.nvim.command('bwipeout');

      await editor.nvim.command('Fathom restart');
      await startedAgain(7);
      process.kill(editor.servers().at(-1), 'SIGKILL');
      await startedAgain(8);

      assert.deepEqual((await editor.nvim.executeLua('return waited', [])).slice(5), [1000]);
    });

    test('gives up on one that ran for long and now never begins to serve', async () => {
      await withoutWaiting();
      await editor.nvim.executeLua(`
        local now = vim.uv.now
        vim.uv.now = function() return now() + 5 * 60 * 1000 end
        require('fathom.config').options.cmd = { 'false' }`, []);

      await crash();

      await editor.waitFor(async () => (await messages()).some(line => line.startsWith('fathom: ')), 'it says so');
      assert.deepEqual(await editor.nvim.executeLua('return waited', []), [1000, 2000, 4000, 8000, 16000]);
    });

    test('starts another when asked while it hangs, even where it heeds no signal', async () => {
      const [hanging] = editor.servers();
      process.kill(hanging, 'SIGSTOP');

      await editor.nvim.command('Fathom restart');

      await startedAgain(2);
      await editor.press('i');
      await typeForGhost(editor, 'for', loop[0]);
      process.kill(hanging, 'SIGCONT');
    });

    test('starts it again whatever starts meanwhile in another root', async () => {
      await crash();

      await openElsewhere();

      await editor.waitFor(() => editor.servers().length === 3, 'it is started again');
      await editor.nvim.command('buffer New.cs');
      await editor.attached();
      assert.equal(await editor.nvim.executeLua(`return require('fathom').status()`, []), 'fathom: ready');
    });

    test('leaves the one of another root alone when this one stays down', async () => {
      await withoutWaiting();
      let [server] = editor.servers();
      await openElsewhere();
      const [, other] = editor.servers();

      for (let count = 3; count <= 7; count++) {
        process.kill(server, 'SIGKILL');
        await editor.waitFor(() => editor.servers().length === count, `server ${count}`);
        server = editor.servers().at(-1);
        await editor.waitFor(() => editor.nvim.executeLua(`return #vim.lsp.get_clients({ name = 'fathom' }) == 2`, []), 'both are there');
      }
      process.kill(server, 'SIGKILL');
      await editor.waitFor(async () => (await messages()).some(line => line.startsWith('fathom: ')), 'it says that it stays down');

      await editor.nvim.command('edit Another.cs');
      assert.equal(await editor.nvim.executeLua(`return require('fathom').status()`, []), 'fathom: down');
      await editor.nvim.command('buffer Other.cs');
      await editor.press('i');
      await typeForGhost(editor, 'for', loop[0]);
      assert.equal(editor.servers().length, 7);
      process.kill(other, 0);
    });

    test('pauses those of all roots, and lets all go on', async () => {
      await openElsewhere();
      const told = command => commandsOf(editor).filter(([name]) => name === command).length;

      await editor.nvim.command('Fathom pause');
      await editor.nvim.command('Fathom resume');

      await editor.waitFor(() => told('fathom.pause') === 2 && told('fathom.resume') === 2, 'both servers are told');
    });

    test('starts it anew when asked while it runs, without a word', async () => {
      await editor.nvim.command('Fathom restart');

      await startedAgain(2);
      await editor.press('i');
      await typeForGhost(editor, 'for', loop[0]);
      assert.deepEqual(await messages(), []);
    });
  });

  // Older ones have no mapping of Tab.
  if (name === 'Neovim 0.12') test(`The plugin in ${name} leaves Tab to snippets where nothing is shown`, { skip: neovim.missing ?? false }, async t => {
    const editor = await startScripted(neovim, { options: { keys: { accept: '<Tab>' } } });
    t.after(async () => {
      await editor.quit();
      editor.afterwards();
    });
    await editor.press('i');
    await editor.nvim.executeLua(`vim.snippet.expand('Go($1, $2);')`, []);

    await editor.press('x<Tab>y');

    await editor.waitFor(async () => await editor.text() === 'Go(x, y);\n', 'it jumps').catch(async () => assert.equal(await editor.text(), 'Go(x, y);\n'));
  });

  describe(`The plugin in ${name}, unless asked`, { skip: neovim.missing ?? false }, () => {
    let editor;

    before(async () => { editor = await startScripted(neovim, { options: {} }); });
    after(async () => {
      await editor.quit();
      editor.afterwards();
    });

    test('binds no key', async () => {
      const bound = await editor.nvim.executeLua(`
        return vim.tbl_filter(function(lhs) return not vim.startswith(lhs, '<Plug>') end, vim.tbl_map(function(map)
          return (map.desc or ''):match('^Fathom') and map.lhs or '<Plug>'
        end, vim.api.nvim_get_keymap('i')))`, []);

      assert.deepEqual(bound, []);
    });

    test('has <Plug> names to bind keys to', async () => {
      await editor.nvim.command('imap <C-f> <Plug>(fathom-accept-word)');
      await editor.press('i');
      await typeForGhost(editor, 'Call', '(first, second);');

      await editor.press('<C-f>');

      await editor.waitFor(async () => await editor.text() === 'Call(\n', 'a word is taken');
    });

    for (const [options, sentence] of [
      [`{ key = {} }`, `fathom: there is no option 'key'; the options are backend, cmd, enabled, filetypes, keys, root_markers, settings`],
      [`{ backend = { key = 'k-1' } }`, `fathom: the option 'backend.key' takes a function, not a string`],
      [`{ filetypes = 'cs' }`, `fathom: the option 'filetypes' takes a table, not a string`],
      [`{ keys = { take = '<Tab>' } }`, `fathom: no key can be bound to 'take'; the actions are accept, accept_word, accept_line, next, previous, dismiss, trigger`],
    ]) {
      test(`says what is wrong with setup(${options})`, async () => {
        assert.equal(await editor.nvim.executeLua(`return select(2, pcall(require('fathom').setup, ${options}))`, []), sentence);
      });
    }
  });
}
