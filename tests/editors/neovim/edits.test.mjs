// :Fathom replace and :Fathom rename with the real server: the edit is seen before anything is edited, then it is in the buffers, and can be undone.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { modelThatCalls } from '../../clients/model-that-calls.mjs';
import { Editor, pluginLines } from './editor.mjs';
import { assertText } from './golden.mjs';
import { obtainNeovim, obtainOlderNeovim } from './obtain.mjs';

const files = {
  'Order.cs': 'namespace Shop;\n\npublic class Order\n{\n    public int Total(int price, int tax) => Calculator.Add(price, tax);\n}\n',
  'Cart.cs': 'namespace Shop;\n\npublic class Cart\n{\n    public int Count() => Calculator.Add(1, Calculator.Add(2, 3));\n}\n',
  'Calculator.cs': 'namespace Shop;\n\npublic static class Calculator\n{\n    public static int Add(int a, int b) => a + b;\n\n    public static int Sum(int a, int b) => a + b;\n}\n',
  'Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>\n',
};
const preview = 'fathom://edit';

for (const [name, neovim] of [['Neovim 0.12', obtainNeovim()], ['Neovim 0.10', obtainOlderNeovim()]]) {
  describe(`An edit of the repository in ${name}`, { skip: neovim.missing ?? false }, () => {
    let editor;

    beforeEach(async () => {
      editor = await Editor.start(neovim, files, ['vim.cmd.filetype("indent off")', ...pluginLines('{ settings = { enabled = false } }')]);
      await editor.attached();
    });
    afterEach(async () => assert.deepEqual((await editor.quit()).problems, []));

    const buffer = () => editor.nvim.call('bufname', []);
    const textOf = async file => (await editor.nvim.call('getbufline', [file, 1, '$'])).join('\n') + '\n';
    const onDisk = file => readFileSync(path.join(editor.workspace, file), 'utf8');
    const says = sentence => becomes(() => editor.screen.text().includes(sentence), `it says '${sentence}'`);
    /** A sentence that has no room in the last line waits for a key. */
    const saysAtLength = async sentence => {
      await says(sentence);
      await says('Press ENTER');
      await editor.press('<CR>');
    };
    const becomes = (condition, what) => editor.waitFor(condition, what);
    const sent = method => editor.traffic().filter(({ message }) => message.method === method).length;
    const opens = () => becomes(async () => (await buffer()) === preview, 'the preview is there');
    /** Waits for a prompt before it types: the keys would be commands. */
    const answers = async (prompt, text) => {
      await becomes(() => editor.screen.text().includes(prompt), `it asks '${prompt}'`);
      await editor.type(text);
      await editor.press('<CR>');
    };
    const replace = (pattern, replacement) => editor.nvim.executeLua(`require('fathom').replace({ pattern = ..., replacement = select(2, ...) })`, [pattern, replacement]);
    const addToSum = () => replace('Calculator.Add($a, $b)', 'Calculator.Sum($a, $b)');
    /** The same, and keys that are there before any answer can be. */
    const addToSumAndType = keys => editor.nvim.executeLua(`require('fathom').replace({ pattern = 'Calculator.Add($a, $b)', replacement = 'Calculator.Sum($a, $b)' }) vim.api.nvim_input(...)`, [keys]);

    test('by an instruction needs a model that runs elsewhere, and says so', async () => {
      await editor.press(':Fathom edit make it faster<CR>');

      await saysAtLength('The model inside is too small to plan an edit');
    });

    test('that replaces is asked for, seen, applied to buffers, and undone', async () => {
      await editor.press('ggO// Not saved.<Esc>');
      const unsaved = `// Not saved.\n${files['Order.cs']}`;
      await becomes(async () => await editor.text() === unsaved, 'the line is typed');

      await editor.press(':Fathom replace<CR>');
      await answers('Replace', 'Calculator.Add($a, $b)');
      await answers('By', 'Calculator.Sum($a, $b)');
      await opens();

      assertText(await editor.text(), 'replace');
      assert.equal(await editor.nvim.executeLua('return vim.bo.filetype .. vim.bo.buftype .. vim.bo.bufhidden', []), 'diffnofilewipe');
      assert.equal(await textOf('Order.cs'), unsaved);
      assert.equal(sent('workspace/applyEdit'), 0);

      await editor.press('a');
      await says(`fathom: edited 2 places in 2 files; ':wa' writes them`);
      assert.equal(await buffer(), 'Order.cs');
      const expected = unsaved.replace('Add', 'Sum');
      assert.equal(await editor.text(), expected);
      assert.equal(await textOf('Cart.cs'), files['Cart.cs'].replaceAll('Add', 'Sum'));
      assert.equal(await editor.nvim.call('bufnr', [preview]), -1);
      for (const file of ['Order.cs', 'Cart.cs']) {
        assert.equal(onDisk(file), files[file]);
        assert.equal(await editor.nvim.call('getbufvar', [file, '&modified']), 1);
      }

      await editor.press('u');
      await becomes(async () => await editor.text() === unsaved, 'the edit is undone, and what was typed before is not');
      await editor.press('<C-r>:wa<CR>');
      await becomes(() => onDisk('Order.cs') === expected && onDisk('Cart.cs') === files['Cart.cs'].replaceAll('Add', 'Sum'), 'all is written');
    });

    test('that renames takes the file along', async () => {
      await editor.press('/Calculator<CR>:Fathom rename Arithmetic<CR>');
      await opens();
      assertText(await editor.text(), 'rename');

      await editor.press('a');
      await says('fathom: edited 4 places in 3 files');

      assert.equal(await editor.text(), files['Order.cs'].replace('Calculator', 'Arithmetic'));
      assert.equal(await textOf('Arithmetic.cs'), files['Calculator.cs'].replace('Calculator', 'Arithmetic'));
      assert.ok(!existsSync(path.join(editor.workspace, 'Calculator.cs')));
      assert.equal(onDisk('Arithmetic.cs'), files['Calculator.cs'].replace('Calculator', 'Arithmetic'));
      assert.equal(onDisk('Order.cs'), files['Order.cs']);
    });

    test('that renames asks for the name, and offers the present one', async () => {
      await editor.press('/Total<CR>:Fathom rename<CR>');
      await answers('New name of Total: Total', 'Due');
      await opens();

      assert.match(await editor.text(), /^# rename Total to TotalDue$/m);
      await editor.press('q');
      await becomes(async () => (await buffer()) === 'Order.cs', 'q closes it');
      assert.equal(await editor.text(), files['Order.cs']);
    });

    test('with new errors has to be confirmed', async () => {
      await replace('Calculator.Add($a, $b)', 'Calculator.Multiply($a, $b)');
      await opens();
      assert.match(await editor.text(), /^# The compiler would find \d new errors:\n# {3}Cart\.cs\(5,\d+\): CS0117: .*$/m);

      await editor.press('a');
      await becomes(() => /This brings \d new errors\. Apply it all the same\?/.test(editor.screen.text()), 'it asks');
      await editor.press('n');
      await opens();
      assert.equal(sent('workspace/applyEdit'), 0);

      await editor.press('a');
      await becomes(() => editor.screen.text().includes('Apply it all the same?'), 'it asks again');
      await editor.press('y');
      await says('fathom: edited 2 places');
      assert.equal(await editor.text(), files['Order.cs'].replace('Add', 'Multiply'));
    });

    test('of nothing says so', async () => {
      await replace('Calculator.Subtract($a, $b)', '$a');

      await says(`fathom: nothing fits 'Calculator.Subtract($a, $b)'`);
      assert.equal(await buffer(), 'Order.cs');
    });

    test('that is no C# says so', async () => {
      await replace('if (', '');

      await saysAtLength(`fathom: The pattern 'if (' is no C# expression, statement or declaration`);
    });

    test('is not made when the text has changed since', async () => {
      await addToSum();
      await opens();
      await editor.press('<C-w>pggO// Later.<Esc>');
      const changed = `// Later.\n${files['Order.cs']}`;
      await becomes(async () => await editor.text() === changed, 'the line is typed');

      await editor.press('<C-w>pa');

      await saysAtLength('fathom: Order.cs has changed since the edit was staged; nothing was edited, stage it again.');
      assert.equal(await editor.text(), changed);
      assert.equal(await editor.nvim.call('bufnr', ['Cart.cs']), -1);
    });

    test('is not made by half when a buffer cannot be changed', async () => {
      await editor.nvim.command('split Cart.cs | setlocal nomodifiable');
      await addToSum();
      await opens();
      await editor.press('a');

      await says(`fathom: Cart.cs is 'nomodifiable'; nothing was edited`);
      assert.equal(await textOf('Order.cs'), files['Order.cs']);
    });

    test('is not made in a buffer that shows an older text than the server has read', async () => {
      await editor.nvim.command('badd Cart.cs | noautocmd call bufload("Cart.cs")');
      const pulled = `// Pulled.\n${files['Cart.cs']}`;
      writeFileSync(path.join(editor.workspace, 'Cart.cs'), pulled);
      await addToSum();
      await opens();
      await editor.press('a');

      await says('fathom: Cart.cs is another text on disk, reload it with :checktime; nothing was edited');
      assert.equal(await textOf('Cart.cs'), files['Cart.cs']);
      assert.equal(await textOf('Order.cs'), files['Order.cs']);
    });

    test('is not made when its file would come where another one is', async () => {
      await editor.press('/Calculator<CR>:Fathom rename Arithmetic<CR>');
      await opens();
      await editor.nvim.command('badd Arithmetic.cs | noautocmd call bufload("Arithmetic.cs")');
      await editor.press('a');

      await says('fathom: Arithmetic.cs is there already; nothing was edited');
      assert.equal(await textOf('Order.cs'), files['Order.cs']);
    });

    test('ends one that is under way, of which nothing is seen', async () => {
      await editor.nvim.executeLua(`
        require('fathom').replace({ pattern = 'Calculator.Add($a, $b)', replacement = '$a' })
        require('fathom').replace({ pattern = 'Calculator.Add($a, $b)', replacement = '$b' })`, []);
      await opens();

      assert.match(await editor.text(), /^\+.*=> tax;$/m);
      assert.equal(sent('$/cancelRequest'), 1);
      await becomes(() => editor.isAnswered(), 'both are answered');
      assert.equal(await buffer(), preview);
      assert.match(await editor.text(), /^\+.*=> tax;$/m);
    });

    test('does not take the keys that are meant for something else', async () => {
      await addToSumAndType('A ');
      await becomes(async () => (await editor.nvim.call('bufwinnr', [preview])) !== -1, 'the preview is there');
      await editor.press('// a<Esc>');

      await becomes(async () => (await editor.text()).startsWith('namespace Shop; // a\n'), 'the text is where it was meant to be');
      assert.equal(sent('workspace/applyEdit'), 0);
    });

    test('waits for the end of the command-line window', async () => {
      await addToSumAndType('q:');
      await becomes(async () => await editor.isAnswered() && (await editor.nvim.call('getcmdwintype', [])) === ':', 'the answer has come');
      await editor.press(':q<CR>');

      await becomes(async () => (await editor.nvim.call('bufwinnr', [preview])) !== -1, 'the preview is there');
    });
  });

  describe(`Without a server that is ready, an edit in ${name}`, { skip: neovim.missing ?? false }, () => {
    test('is refused with a sentence', async () => {
      const editor = await Editor.start(neovim, { 'notes.txt': 'Order\n', ...files }, pluginLines());
      for (const [command, sentence] of [
        ['Fathom replace', 'fathom: no server is ready here; open a file of the repository and wait a moment'],
        ['Fathom rename X', 'fathom: no server is ready in this buffer; open a file that it serves, or wait'],
      ]) {
        await editor.nvim.command(command);
        await editor.waitFor(() => editor.screen.text().includes(sentence), `it says '${sentence}'`);
      }
      assert.deepEqual((await editor.quit()).traffic, []);
    });
  });

  describe(`An edit by instruction in ${name}`, { skip: neovim.missing ?? false }, () => {
    let editor, model;
    const receipt = 'namespace Shop;\n\npublic class Receipt\n{\n}\n';
    const made = () => path.join(editor.workspace, 'Printing', 'Receipt.cs');
    const windows = () => path.join(editor.workspace, 'New.txt');

    beforeEach(async () => {
      model = await modelThatCalls(['create_file', { path: 'Printing/Receipt.cs', text: receipt }], ['create_file', { path: 'New.txt', text: 'new\n' }], ['delete_file', { path: 'Cart.cs' }], ['replace_text', { path: 'Shop.csproj', oldText: 'net10.0', newText: 'net11.0' }]);
      const { kind, model: named, url } = model.backend;
      editor = await Editor.start(neovim, { ...files, 'Old.txt': 'old\r\n' }, pluginLines(`{ settings = { enabled = false }, backend = { kind = '${kind}', model = '${named}', url = '${url}' } }`));
      await editor.attached();
      await editor.press(':Fathom edit print receipts<CR>');
      await editor.waitFor(async () => (await editor.nvim.call('bufname', [])) === preview, 'the preview is there');
    });
    afterEach(async () => {
      assert.deepEqual((await editor.quit()).problems, []);
      await model.close();
    });

    test('makes and deletes files when the user agrees', async () => {
      const shown = await editor.text();
      assert.match(shown, /^new file mode 100644\n--- \/dev\/null\n\+\+\+ b\/Printing\/Receipt\.cs\n@@ -0,0 \+1,5 @@\n\+namespace Shop;$/m);
      assert.match(shown, /^deleted file mode 100644\n--- a\/Cart\.cs\n\+\+\+ \/dev\/null$/m);
      assert.ok(!existsSync(made()));

      await editor.press('a');
      await editor.waitFor(() => editor.screen.text().includes('fathom: edited 4 places in 4 files'), 'it says so');
      await editor.press(':wa<CR>');

      await editor.waitFor(() => existsSync(made()) && readFileSync(made(), 'utf8') === receipt, 'the file is made');
      await editor.waitFor(() => readFileSync(path.join(editor.workspace, 'Shop.csproj'), 'utf8') === files['Shop.csproj'].replace('net10.0', 'net11.0'), 'the project is edited');
      assert.equal(readFileSync(windows(), 'utf8'), 'new\r\n');
      assert.ok(!existsSync(path.join(editor.workspace, 'Cart.cs')));
    });

    test('is not made when a file that it would make is open by now', async () => {
      await editor.nvim.command('call mkdir("Printing") | badd Printing/Receipt.cs | call bufload("Printing/Receipt.cs") | call setbufline("Printing/Receipt.cs", 1, "mine")');
      await editor.press('a');

      await editor.waitFor(() => /Receipt\.cs (is there already; nothing was edited|has changed since the edit was staged)/.test(editor.screen.text()), 'it says why');
      await editor.press('<CR>');
      assert.deepEqual(await editor.nvim.call('getbufline', ['Printing/Receipt.cs', 1, '$']), ['mine']);
      assert.ok(existsSync(path.join(editor.workspace, 'Cart.cs')));
      await editor.nvim.command('bwipeout! Printing/Receipt.cs');
    });
  });
}
