// What a newcomer sees: VS Code with the packaged extension, a C# file, grey text, Tab. Pictures in artifacts/vscode.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { repository } from '../../clients/repository.mjs';
import { until } from '../../clients/waiting.mjs';
import { obtainVsCode, packagedExtension } from './obtain.mjs';
import { Workbench } from './workbench.mjs';

const vsCode = obtainVsCode();
const picture = name => repository(`artifacts/vscode/${name}.png`);

describe('VS Code', { skip: vsCode.missing ?? false }, () => {
  const name = 'TextStatistics.cs';
  const sample = readFileSync(repository('samples/Algorithms/TextStatistics.cs'), 'utf8');
  // The body of CountWords is taken out, to be written again.
  const from = sample.indexOf('{', sample.indexOf('CountWords')) + 1, to = sample.indexOf('\n    }\n\n    public static IReadOnlyDictionary');
  const body = sample.slice(from, to), opened = sample.slice(0, from) + sample.slice(to);
  const brace = opened.slice(0, from).split('\n').length;
  const byWords = 'ByWords.cs';
  let workbench, said;

  before(async () => {
    workbench = await Workbench.open(vsCode, {
      files: { [name]: opened, 'obj/Generated.cs': 'class Generated;\n', [byWords]: opened },
      extension: packagedExtension(),
      settings: {
        // A test may run beside other work; slowness is no reason to suggest nothing.
        'fathom.timeBudgetMs': 60_000,
        'fathom.confidence': 'eager',
        // What is typed here is exactly what the file gets; typed-file.test.mjs is about VS Code as it comes.
        'editor.autoIndent': 'none',
        'editor.autoClosingBrackets': 'never',
        'editor.autoClosingQuotes': 'never',
      },
      keys: { 'alt+w': 'fathom.acceptWord' },
    });
  });
  after(() => workbench?.close());

  test('starts nothing in a window without a file, and says when it will', async () => {
    await workbench.statusIs(/^Fathom: not started\. Fathom starts with the first file\.$/);

    assert.deepEqual(workbench.servers(), []);
  });

  test('the server is ready soon after a file is opened', async () => {
    await workbench.openFile(name);

    await workbench.statusIs(/^Fathom: ready/);
    assert.equal(workbench.servers().length, 1);
  });

  test('the server runs where it is, not in the folder that is open', () =>
    assert.match(readlinkSync(`/proc/${workbench.servers()[0]}/cwd`), /\/extensions\/fathom\.fathom-vscode-[^/]*\/server$/));

  test('shows a suggestion in grey while one types, and Tab takes exactly what is seen', async t => {
    said = await workbench.recordStatus();
    await workbench.goToEndOf(brace);

    const { lines, typed: begun } = await workbench.typeUntilGhost(`\n        if (text == null)\n        {\n            throw new ArgumentNullException(nameof(text));\n        }\n${body}`);
    await workbench.screenshot(picture('suggestion'));
    await workbench.press('Tab');

    const expected = opened.split('\n').toSpliced(brace, 0, ...begun.split('\n').slice(1, -1), ...lines);
    assert.deepEqual((await workbench.saved(name)).split('\n'), expected);
    t.diagnostic(`taken: ${JSON.stringify(lines)}; pictures in artifacts/vscode`);
  });

  test('takes one word at a time, and the rest stays', async () => {
    await workbench.openFile(byWords);
    await workbench.goToEndOf(brace);
    const { grey, lines, typed: begun } = await workbench.typeUntilGhost(body, ghost => /\w\W+\w/.test(ghost.grey));

    await workbench.press('Alt+W');

    const rest = await until(async () => {
      const ghost = await workbench.ghost();
      return ghost && ghost.grey !== grey && ghost;
    }, 'a word is taken');
    assert.deepEqual(rest.lines, lines);
    assert.ok(grey.endsWith(rest.grey));
    const word = grey.slice(0, -rest.grey.length);
    assert.match(word, /^\W*\w*\W*$/);
    await workbench.press('Escape');
    assert.equal(await workbench.saved(byWords), opened.slice(0, from) + begun + word + opened.slice(from));
  });

  test('the status item says when it is thinking, and where it is off', async () => {
    assert.ok((await said()).some(label => label.startsWith('Fathom: thinking')));

    await workbench.openFile('obj/Generated.cs');
    await workbench.statusIs(/^Fathom: off here\. .*exclude/);
    await workbench.openFile(name);

    await workbench.statusIs(/^Fathom: ready/);
  });

  test('says why nothing was shown', async () => {
    await workbench.command('Fathom: Why Was Nothing Shown?');

    const [latest] = await workbench.picks();
    assert.match(latest, /\d+ ms/);
    await workbench.screenshot(picture('why'));
    await workbench.press('Escape');
  });

  test('suggests only when asked, if that is the wish', async () => {
    workbench.setForMachine({ 'fathom.trigger': 'manual' });
    await workbench.statusIs(/only when you ask/);
    let suggestion;
    for (const begun of ['return', 'throw new', 'for (var j = 0; j <', 'var last = text.', 'if (text.Length ==']) {
      await workbench.press('End');
      await workbench.type(`\n        ${begun} `);
      assert.equal(await workbench.ghostWithin(1000), undefined);
      await workbench.command('Fathom: Why Was Nothing Shown?');
      assert.match((await workbench.picks())[0], /only when you ask/);
      await workbench.press('Escape');

      await workbench.command('Fathom: Suggest Now');

      suggestion = await workbench.ghostWithin(10_000);
      if (suggestion) break;
    }
    assert.ok(suggestion);
    workbench.setForMachine({});
    await workbench.press('Escape');
    await workbench.statusIs(/^Fathom: ready\. Ready\.$/);
  });

  test('a click on the status item opens the menu', async () => {
    await workbench.clickStatus();

    const picks = await workbench.picks();
    for (const entry of [/^Why was nothing shown\?/, /^Pause for this file\s*TextStatistics\.cs/, /^fathom-nano/, /^Last answer: \d+ ms/, /^Settings/, /^Log/, /^Restart/]) {
      assert.ok(picks.some(pick => entry.test(pick.trim())), `${entry}: ${picks.join(' | ')}`);
    }
    await workbench.screenshot(picture('menu'));
    await workbench.press('Escape');
  });

  test('the menu opens though the server hangs', async () => {
    const [server] = workbench.servers();
    process.kill(server, 'SIGSTOP');
    try {
      await workbench.clickStatus();

      const picks = await workbench.picks();
      assert.ok(picks.some(pick => /^Restart/.test(pick.trim())), picks.join(' | '));
    } finally {
      process.kill(server, 'SIGCONT');
      await workbench.press('Escape');
    }
  });

  for (const pause of ['Pause for this file', 'Pause for this language', 'Pause for an hour']) {
    test(`the menu: ${pause}, and Resume`, async () => {
      await workbench.clickStatus();
      await workbench.pick(pause);
      await workbench.statusIs(/^Fathom: paused/);

      await workbench.clickStatus();
      await workbench.pick('Resume');

      await workbench.statusIs(/^Fathom: ready/);
    });
  }

  test('a language can be switched off', async () => {
    workbench.setForMachine({ 'fathom.disabledLanguages': ['csharp'] });
    await workbench.statusIs(/^Fathom: off here\. .*csharp/);

    workbench.setForMachine({});

    await workbench.statusIs(/^Fathom: ready/);
  });

  test('the log tells how requests ended', async () => {
    await workbench.command('Fathom: Open Log');

    await workbench.logged(async () => /InlineCompletionService: c-\d+ \S+\.cs:\d+:\d+ \w+ \d+ tokens [\d.]+ ms/.test(await workbench.panel()), 'the log is on the screen');
    assert.doesNotMatch(await workbench.panel(), /null/);
    await workbench.command('View: Hide Panel');
  });

  test('the walkthrough has its six steps', async () => {
    await workbench.command('Welcome: Open Walkthrough');
    await workbench.pick('Get Started with Fathom');

    await until(async () => await workbench.page.locator('.getting-started-step').count() === 6, 'the steps');
    await workbench.screenshot(picture('walkthrough'));
    await workbench.press('Control+W');
  });

  test('the page of statistics tells what was taken', async () => {
    await workbench.command('Fathom: Show Statistics');

    const page = workbench.webview();
    await page.getByText('What Fathom typed for you').waitFor();
    await until(async () => (await page.locator('.tile').allInnerTexts()).some(tile => /^[1-9]\d*\s+taken whole/.test(tile)), 'what was taken is counted');
    await page.getByText('csharp').waitFor();
    await workbench.screenshot(picture('statistics'));
    await workbench.press('Control+W');
  });

  test('statistics start again from zero, once that is confirmed', async () => {
    await workbench.command('Fathom: Clear Statistics');
    await workbench.page.locator('.monaco-dialog-box').getByText('Start Again').click();
    await workbench.command('Fathom: Show Statistics');

    const page = workbench.webview();
    await until(async () => (await page.locator('.tile').allInnerTexts()).some(tile => /^0\s+suggestions shown/.test(tile)), 'nothing is counted');
    await workbench.press('Control+W');
  });

  test('the example of the walkthrough shows a suggestion at once', async () => {
    await workbench.command('Fathom: Try It in an Example');

    await until(() => workbench.ghost(), 'a suggestion');
  });

  test('a server that ends by itself is started again', async () => {
    await workbench.openFile(name);
    const [server] = workbench.servers(), before = (await said()).length;

    process.kill(server, 'SIGKILL');

    await until(async () => (await said()).slice(before).some(label => /^Fathom: waiting\. .*starts again in 1 s/.test(label)), 'the status item says so');
    await workbench.statusIs(/^Fathom: ready/);
    assert.equal(workbench.servers().length, 1);
    assert.notEqual(workbench.servers()[0], server);
  });

  test('gives the key of a back end to the server and to no other, and writes it into no file, whatever is to be logged', async () => {
    const key = randomUUID();
    // Compared here, so that no failure prints it.
    const told = () => workbench.settingsTold().at(-1)?.backend;
    const toldOf = (url, what, has) => until(() => told()?.url === url && has(told()), what);
    const elsewhere = url => workbench.setForMachine({ 'fathom.backend.kind': 'llama.cpp', 'fathom.backend.url': url, 'fathom.trace.server': 'verbose' });
    await workbench.setLogLevel('Fathom', 'Trace');
    elsewhere('http://127.0.0.1:9');
    await toldOf('http://127.0.0.1:9', 'the server hears of the back end', backend => !('key' in backend));

    await workbench.command('Fathom: Set Backend Key');
    await workbench.answer(key);
    await toldOf('http://127.0.0.1:9', 'the server gets the key', backend => backend.key === key);
    elsewhere('http://127.0.0.1:10');
    await toldOf('http://127.0.0.1:10', 'the key is not for another address', backend => !('key' in backend));
    elsewhere('http://127.0.0.1:9');
    await toldOf('http://127.0.0.1:9', 'the key is still that of the first', backend => backend.key === key);
    const [server] = workbench.servers();
    await workbench.command('Fathom: Restart');
    await until(() => workbench.servers().length === 1 && workbench.servers()[0] !== server, 'another server');
    // The first that a server is told is what it starts with; until the new one has heard something, the old one's is the last there is.
    await until(() => workbench.settingsTold()[0]?.backend?.key === key, 'a new server is given the key when it starts');

    await workbench.logged(() => workbench.filesWith('"key": "(key)"').length > 0, 'the log has the settings that were sent');
    assert.deepEqual(workbench.filesWith(key), []);
    await workbench.command('Fathom: Forget Backend Key');
    await toldOf('http://127.0.0.1:9', 'the key is forgotten', backend => !('key' in backend));
    await workbench.setLogLevel('Fathom', 'Info');
    workbench.setForMachine({});
    await workbench.statusIs(/^Fathom: ready/);
    await workbench.command('Notifications: Clear All Notifications');
  });

  test('explains that .NET 10 is missing, and starts once it is there', async () => {
    workbench.setForMachine({ 'fathom.server.dotnet': '/nowhere/dotnet' });
    await workbench.statusIs(/^Fathom: error\. Fathom needs the \.NET 10 runtime, and \/nowhere\/dotnet/);
    await workbench.page.locator('.notification-toast', { hasText: '.NET 10' }).waitFor();
    await workbench.screenshot(picture('no-dotnet'));

    workbench.setForMachine({});

    await workbench.statusIs(/^Fathom: ready/);
    await workbench.command('Notifications: Clear All Notifications');
  });
});
