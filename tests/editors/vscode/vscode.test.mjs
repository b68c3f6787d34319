// What a newcomer sees: VS Code with the packaged extension, a C# file, grey text, Tab. Pictures in artifacts/vscode.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { repository } from '../../clients/repository.mjs';
import { until } from '../../clients/waiting.mjs';
import { typingTrace } from '../typing-trace.mjs';
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
  const trace = typingTrace(), typed = 'Typed.cs', byWords = 'ByWords.cs';
  let workbench, said;

  before(async () => {
    workbench = await Workbench.open(vsCode, {
      files: { [name]: opened, 'obj/Generated.cs': 'class Generated;\n', [byWords]: opened, [typed]: trace.opened },
      extension: packagedExtension(),
      settings: {
        // A test may run beside other work; slowness is no reason to suggest nothing.
        'fathom.timeBudgetMs': 60_000,
        'fathom.confidence': 'eager',
        // On a busy machine VS Code sometimes indents and closes brackets and sometimes not (not while it is behind with its colours).
        'editor.autoIndent': 'none',
        'editor.autoClosingBrackets': 'never',
        'editor.autoClosingQuotes': 'never',
      },
      keys: { 'alt+w': 'fathom.acceptWord', 'alt+t': 'editor.action.inlineSuggest.commit' },
    });
  });
  after(() => workbench?.close());

  test('the server is ready soon after a file is opened', async () => {
    await workbench.openFile(name);

    await workbench.statusIs(/^Fathom: ready/);
    assert.equal(workbench.servers().length, 1);
  });

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

      suggestion = await workbench.ghostWithin(3000);
      if (suggestion) break;
    }
    assert.ok(suggestion);
    workbench.setForMachine({});
    await workbench.press('Escape');
    await workbench.statusIs(/^Fathom: ready\. Ready\.$/);
  });

  test('the menu pauses it for this file and goes on again', async () => {
    await workbench.command('Fathom: Menu');
    await workbench.picks();
    await workbench.screenshot(picture('menu'));
    await workbench.pick('Pause for this file');
    await workbench.statusIs(/^Fathom: paused/);

    await workbench.command('Fathom: Menu');
    await workbench.pick('Resume');

    await workbench.statusIs(/^Fathom: ready/);
  });

  test('a file typed key by key is what was typed: nothing stale, nothing twice', async t => {
    await workbench.openFile(typed);
    await workbench.goToEndOf(trace.line);
    let seen = 0, taken = 0;
    for (let index = 0; index < trace.keys.length; index++) {
      const { key, text } = trace.keys[index];
      if (key === 'Backspace') await workbench.press(key);
      else await workbench.type(text);
      // As people do: many keys in a row, then a rest, in which a suggestion may come that the next key then meets.
      const rests = index % 15 === 0;
      const ghost = rests ? await workbench.ghostWithin(600) : await workbench.ghost();
      if (ghost) seen++;
      // It is taken where it says just what would be typed.
      const keys = rests && ghost ? keysThatType(ghost.grey, trace.keys.slice(index + 1)) : 0;
      if (keys > 0 && await workbench.take(ghost)) {
        index += keys;
        taken++;
      }
    }

    assert.equal(await workbench.saved(typed), trace.expected);
    t.diagnostic(`${trace.keys.length} keys; a suggestion was seen after ${seen} of them and taken ${taken} times`);
    assert.ok(seen > 0);
  });

  test('the page of statistics tells what was taken', async () => {
    await workbench.command('Fathom: Show Statistics');

    const page = workbench.webview();
    await page.getByText('What Fathom typed for you').waitFor();
    const tiles = await page.locator('.tile').allInnerTexts();
    assert.ok(tiles.some(tile => /^[1-9]\d*\s+taken whole/.test(tile)), tiles.join(' | '));
    await page.getByText('csharp').waitFor();
    await workbench.screenshot(picture('statistics'));
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

  test('gives the key of a back end to the server and to no other, and writes it into no file', async () => {
    const key = randomUUID();
    // Compared here, so that no failure prints it.
    const told = () => workbench.settingsTold().at(-1)?.backend;
    const toldOf = (url, what, has) => until(() => told()?.url === url && has(told()), what);
    const elsewhere = url => workbench.setForMachine({ 'fathom.backend.kind': 'llama.cpp', 'fathom.backend.url': url });
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

    assert.deepEqual(workbench.filesWith(key), []);
    await workbench.command('Fathom: Forget Backend Key');
    await toldOf('http://127.0.0.1:9', 'the key is forgotten', backend => !('key' in backend));
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

/** How many of the keys type exactly `text`; 0 if they type something else, or something is taken back. */
function keysThatType(text, keys) {
  let typed = '', count = 0;
  while (typed.length < text.length && count < keys.length && keys[count].key !== 'Backspace') typed += keys[count++].text;
  return typed === text && keys[count]?.key !== 'Backspace' ? count : 0;
}
