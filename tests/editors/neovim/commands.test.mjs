// What the plugin tells: :Fathom, :checkhealth, :help, and the plugin manager's recipe of the README.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { repository } from '../../clients/repository.mjs';
import { Editor, documentedLua, pluginLines } from './editor.mjs';
import { assertText } from './golden.mjs';
import { obtainNeovim, obtainOlderNeovim } from './obtain.mjs';
import { commandsOf, keys, startOver, startScripted } from './scripted.mjs';

const status = { busy: false, kind: 'Normal', message: 'Ready.', model: 'fathom-nano', lastLatencyMs: 12.4, counters: {} };

const explanation = {
  requests: [
    { id: 'c-2', uri: pathToFileURL('/w/Cart.cs').href, position: { line: 7, character: 18 }, outcome: 'shown', message: 'A suggestion was shown.', detail: null, tokens: 8, milliseconds: 21.6, confidence: 0.6, text: 'var total = Sum(items);\nreturn total;', accepted: true },
    { id: 'c-1', uri: pathToFileURL('/w/Cart.cs').href, position: { line: 7, character: 4 }, outcome: 'lowConfidence', message: 'The model was not sure enough.', detail: 'confidence 0.12', tokens: 3, milliseconds: 9, confidence: 0.12, text: null, accepted: false },
  ],
};

const statistics = {
  since: '2026-11-20T08:00:00Z', shown: 40, accepted: 10, partlyAccepted: 3, rejected: 12, charactersAccepted: 812,
  latencyMs: { p50: 14.2, p95: 80, histogram: [{ upTo: 20, count: 30 }, { upTo: 100, count: 9 }, { upTo: 60_000, count: 1 }] },
  languages: [{ language: 'csharp', shown: 38, accepted: 10 }, { language: 'json', shown: 2, accepted: 0 }],
  days: [{ date: '2026-11-20', shown: 30, accepted: 8, characters: 700 }, { date: '2026-11-21', shown: 10, accepted: 2, characters: 112 }],
};

const script = { answers: { 'fathom/status': status, 'fathom/explainLast': explanation, 'fathom/statistics': statistics } };

for (const [name, neovim] of [['Neovim 0.12', obtainNeovim()], ['Neovim 0.10', obtainOlderNeovim()]]) {
  describe(`What the plugin tells in ${name}`, { skip: neovim.missing ?? false }, () => {
    let editor;

    before(async () => { editor = await startScripted(neovim, { options: { keys }, script }); });
    after(async () => {
      const { problems } = await editor.quit();
      editor.afterwards();
      assert.deepEqual(problems, []);
    });
    beforeEach(async () => {
      await startOver(editor);
      await editor.press('<Esc>');
    });

    const messages = () => editor.nvim.call('execute', ['messages']);
    const says = async (command, sentence) => {
      // What is told as an error makes the command fail, where it runs by itself.
      const failure = await editor.nvim.command(command).then(() => '', error => error.message);
      if (!failure.includes(sentence)) await editor.waitFor(async () => (await messages()).includes(sentence), `${command} says '${sentence}'`).catch(async () => assert.equal(await messages(), sentence));
    };
    const opens = async (command, buffer) => {
      await editor.nvim.command(command);
      await editor.waitFor(async () => (await editor.nvim.call('bufname', [])) === buffer, `${command} opens ${buffer}`);
    };

    test(':Fathom status', () => says('Fathom status', 'fathom: Ready. Model: fathom-nano. Last answer after 12 ms.'));

    test(':Fathom alone is :Fathom status', () => says('Fathom', 'fathom: Ready.'));

    test(':Fathom explain', async () => {
      await opens('Fathom explain', 'fathom://explain');

      assertText(await editor.text(), 'explain');
      assert.deepEqual(editor.traffic().findLast(({ message }) => message.method === 'fathom/explainLast').message.params,
        { textDocument: { uri: pathToFileURL(path.join(editor.workspace, 'New.cs')).href } });
      await editor.press('q');
      await editor.waitFor(async () => (await editor.nvim.call('bufname', [])) === 'New.cs', 'q closes it');
    });

    test(':Fathom statistics', async () => {
      await opens('Fathom statistics', 'fathom://statistics');

      assertText(await editor.text(), 'statistics');
    });

    for (const [command, told, sentence] of [
      ['Fathom pause', () => ({ scope: 'all' }), `fathom: paused everywhere until you say otherwise; ':Fathom resume' goes on`],
      ['Fathom pause file', uri => ({ scope: 'file', uri }), 'fathom: paused for this file until you say otherwise'],
      ['Fathom pause language 60', () => ({ scope: 'language', languageId: 'csharp', minutes: 60 }), 'fathom: paused for cs for 60 minutes'],
    ]) {
      test(`:${command}`, async () => {
        await says(command, sentence);

        assert.deepEqual(commandsOf(editor).at(-1), ['fathom.pause', told(pathToFileURL(path.join(editor.workspace, 'New.cs')).href)]);
      });
    }

    test(':Fathom pause with something else says what it takes', () =>
      says('Fathom pause forever', `fathom: ':Fathom pause' takes file, language, all, and a number of minutes; not 'forever'`));

    test(':Fathom resume', async () => {
      await says('Fathom resume', 'fathom: goes on');

      assert.deepEqual(commandsOf(editor).at(-1), ['fathom.resume']);
    });

    test(':Fathom toggle, everywhere and in a buffer', async () => {
      await says('Fathom toggle', 'fathom: suggestions are off');
      const asked = editor.completions().length;
      await editor.press('ifor<Esc>');
      await says('Fathom status', `fathom: off; ':Fathom toggle' switches suggestions on`);
      await says('Fathom toggle', 'fathom: suggestions are on');
      await says('Fathom toggle buffer', 'fathom: suggestions are off in this buffer');
      await says('Fathom toggle buffer', 'fathom: suggestions are on in this buffer');

      assert.equal(editor.completions().length, asked);
    });

    test(':Fathom with something else says what there is', () =>
      says('Fathom flies', `fathom: there is no ':Fathom flies'; there is edit, explain, log, pause, rename, replace, restart, resume, statistics, status, toggle`));

    test(':Fathom rename with a server that is older says so', async () => {
      await editor.press('iOrder<Esc>');
      await editor.waitFor(async () => await editor.text() === 'Order\n', 'there is a name');

      await says('Fathom rename Invoice', 'fathom: this server has no command fathom.stageRename; it is older than the plugin');
    });

    test('its arguments can be completed', async () => {
      const completions = line => editor.nvim.call('getcompletion', [line, 'cmdline']);

      assert.deepEqual(await completions('Fathom st'), ['statistics', 'status']);
      assert.deepEqual(await completions('Fathom re'), ['rename', 'replace', 'restart', 'resume']);
      assert.deepEqual(await completions('Fathom pause '), ['file', 'language', 'all']);
    });

    test(':Fathom status in a buffer without completion is about the server, and says so', async () => {
      await editor.nvim.command('edit notes.txt');

      await says('Fathom status', 'fathom: Ready. Model: fathom-nano. Last answer after 12 ms. Not in this buffer.');

      assert.deepEqual(editor.traffic().findLast(({ message }) => message.method === 'fathom/status').message.params, {});
    });

    test('the status line has a word for it', async () =>
      assert.equal(await editor.nvim.executeLua(`return require('fathom').status()`, []), 'fathom: ready'));

    test('the status line tells what the server last said of itself, and no more', async () => {
      const told = state => editor.nvim.executeLua(`local client = vim.lsp.get_clients({ name = 'fathom' })[1] client.handlers['fathom/didChangeStatus'](nil, ..., { client_id = client.id }) return require('fathom').status()`, [state]);

      assert.equal(await told({ busy: true, kind: 'Normal', message: 'The model is loading.' }), 'fathom: The model is loading.');
      // The server says nothing of itself when a request ends.
      assert.equal(await told({ ...status, busy: true }), 'fathom: Ready.');
    });

    test(':checkhealth fathom', async () => {
      await editor.nvim.command('checkhealth fathom');

      const report = await editor.text();
      assert.ok(report.includes(`${neovim.version.replace(/^NVIM v/, '')}`), report);
      assert.match(report, /OK Ready\. Model: fathom-nano\./);
      assert.match(report, /OK <M-Right>|OK <C-Right>: accept word/);
      assert.doesNotMatch(report, /ERROR|WARN/);
    });

    test(':help finds every tag, and every link in the help has one', async () => {
      const help = repository('editor-clients/neovim/doc/fathom.txt');
      const folder = path.join(editor.folder, 'help/doc');
      await editor.nvim.command(`call mkdir('${folder}', 'p') | call writefile(readfile('${help}'), '${folder}/fathom.txt') | helptags ${folder} | set runtimepath^=${path.dirname(folder)}`);
      const text = readFileSync(help, 'utf8');
      const tags = [...text.matchAll(/\*([^\s*]+)\*/g)].map(([, tag]) => tag);
      const links = [...text.matchAll(/\|([^\s|]+)\|/g)].map(([, link]) => link).filter(link => !['file', 'language'].includes(link));

      for (const tag of [...tags, ...links].filter(tag => tag !== 'lsp-inline_completion' || name === 'Neovim 0.12')) {
        assert.ok((await editor.nvim.call('getcompletion', [tag, 'help'])).includes(tag), tag);
      }
      await editor.nvim.command('silent! help fathom-keys');
      assert.equal(await editor.nvim.call('expand', ['%:t']), 'fathom.txt');
    });
  });

  describe(`The recipes of the README in ${name}`, { skip: neovim.missing ?? false }, () => {
    for (const [manager, lua] of [
      ['lazy.nvim', `local plugin = ${documentedLua('main =')}\nvim.opt.runtimepath:append(plugin.dir)\nrequire(plugin.main).setup(plugin.opts)`],
      ['no plugin manager', documentedLua('runtimepath:append')],
    ]) {
      test(`with ${manager} the built server is attached, and all is healthy`, async t => {
        // The recipes write the tags of the help into the clone, so that they get one of their own.
        const clone = mkdtempSync(path.join(tmpdir(), 'fathom-clone-'));
        t.after(() => rmSync(clone, { recursive: true }));
        cpSync(repository('editor-clients/neovim'), path.join(clone, 'editor-clients/neovim'), { recursive: true });
        rmSync(path.join(clone, 'editor-clients/neovim/doc/tags'), { force: true });
        symlinkSync(repository('server'), path.join(clone, 'server'));
        const editor = await Editor.start(neovim, { 'New.cs': '' }, lua.replaceAll(repository('.'), clone).split('\n'));
        t.after(() => editor.kill());
        await editor.ready();

        await editor.nvim.command('checkhealth fathom');

        const report = await editor.text();
        assert.match(report, /OK \.NET 10/);
        assert.match(report, /OK <Tab>: accept/);
        assert.doesNotMatch(report, /ERROR|WARN/);
        await editor.nvim.command('Fathom log');
        assert.match(await editor.nvim.call('bufname', []), /fathom\.log$/);
        // lazy.nvim makes the tags by itself.
        if (manager !== 'lazy.nvim') assert.ok((await editor.nvim.call('getcompletion', ['fathom-setup', 'help'])).includes('fathom-setup'));
        const { problems } = await editor.quit();
        assert.deepEqual(problems, []);
      });
    }
  });

  describe(`Without a server, ${name}`, { skip: neovim.missing ?? false }, () => {
    test('says that it was never set up', async t => {
      const editor = await Editor.start(neovim, { 'New.cs': '' }, pluginLines().slice(0, 1));
      t.after(() => editor.kill());

      await editor.nvim.command('checkhealth fathom');

      assert.match(await editor.text(), /ERROR `require\("fathom"\)\.setup\(\)` has not been called/);
      await editor.quit();
    });

    test('says what is missing and how to get it', async t => {
      const editor = await Editor.start(neovim, { 'New.cs': '' }, pluginLines(`{ cmd = { 'no-such-server' } }`));
      t.after(() => editor.kill());

      assert.match(await editor.nvim.call('execute', ['messages']), /fathom: there is no server to start; ':checkhealth fathom' says more/);
      await editor.nvim.command('checkhealth fathom');

      const report = await editor.text();
      assert.match(report, /ERROR `no-such-server` cannot be run/);
      assert.match(report, /The option 'cmd' names the program of the server/);
      await editor.quit();
    });
  });
}
