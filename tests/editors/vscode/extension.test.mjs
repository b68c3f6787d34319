// The extension's own logic, without an editor.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { repository } from '../../clients/repository.mjs';
import { compiled } from './compiled.mjs';

const ready = { busy: false, kind: 'Normal', message: 'Ready.', model: 'fathom-nano', lastLatencyMs: 20 };

test('the extension type-checks', () => {
  const { status, stdout } = spawnSync('npm', ['run', '--silent', 'check', '--workspace', 'editor-clients/vscode'], { cwd: repository('.'), encoding: 'utf8' });

  assert.equal(status, 0, stdout);
});

test('its settings have the defaults that docs/configuration.md promises', () => {
  const { contributes } = JSON.parse(readFileSync(repository('editor-clients/vscode/package.json'), 'utf8'));
  const settings = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties));
  const rows = [...readFileSync(repository('docs/configuration.md'), 'utf8').matchAll(/^\| `(\w+)` \| `(.+?)` \|/gm)];
  const shared = rows.filter(([, name]) => `fathom.${name}` in settings);

  assert.ok(shared.length >= 12, `${shared.length} settings in common`);
  for (const [, name, value] of shared) assert.deepEqual(settings[`fathom.${name}`].default, JSON.parse(value), name);
});

describe('finding .NET', async () => {
  const { dotnetCandidates, findDotnet, hasRequiredRuntime } = await compiled('server/dotnet');
  const linux = { environment: {}, home: '/home/ada', platform: 'linux' };

  test('looks on the path first, then where installers put it', () => {
    const candidates = dotnetCandidates(null, { ...linux, environment: { DOTNET_ROOT: '/opt/net' } });

    assert.deepEqual(candidates.slice(0, 2), ['dotnet', '/opt/net/dotnet']);
    assert.ok(candidates.includes('/home/ada/.dotnet/dotnet'));
  });

  test('looks only where the setting says', () => assert.deepEqual(dotnetCandidates('/mine/dotnet', linux), ['/mine/dotnet']));

  test('knows a runtime of the right version by its line', () => {
    assert.ok(hasRequiredRuntime('Microsoft.AspNetCore.App 8.0.1 [/x]\r\nMicrosoft.NETCore.App 10.0.4 [/x]\r\n'));
    assert.ok(!hasRequiredRuntime('Microsoft.NETCore.App 9.0.10 [/x]\nMicrosoft.AspNetCore.App 10.0.0 [/x]\n'));
  });

  test('takes the first that has it', async () => {
    const listings = { 'dotnet': 'Microsoft.NETCore.App 8.0.1 [/a]', '/b/dotnet': 'Microsoft.NETCore.App 10.0.0 [/b]' };

    assert.equal(await findDotnet(['missing', 'dotnet', '/b/dotnet'], async dotnet => listings[dotnet]), '/b/dotnet');
  });
});

describe('finding the server', async () => {
  const { findLaunch } = await compiled('server/launch');
  const machine = { environment: {}, home: '/home/ada', platform: 'linux', exists: async () => true, listRuntimes: async () => 'Microsoft.NETCore.App 10.0.0 [/x]' };

  test('runs the bundled server on .NET', async () => {
    const launch = await findLaunch({ path: null, dotnet: null }, '/extension/server/fathom.dll', machine);

    assert.deepEqual(launch, { command: 'dotnet', arguments: ['/extension/server/fathom.dll', 'serve', '--stdio'], folder: '/extension/server' });
  });

  test('runs an executable as it is, without .NET', async () => {
    const launch = await findLaunch({ path: '/mine/fathom', dotnet: null }, '/extension/server/fathom.dll', { ...machine, listRuntimes: async () => undefined });

    assert.deepEqual(launch, { command: '/mine/fathom', arguments: ['serve', '--stdio'], folder: '/mine' });
  });

  test('asks .NET for its runtimes where the server is, not in the folder that is open', async () => {
    const folders = [];

    await findLaunch({ path: null, dotnet: null }, '/extension/server/fathom.dll', { ...machine, listRuntimes: async (_, folder) => {
      folders.push(folder);
      return 'Microsoft.NETCore.App 10.0.0 [/x]';
    } });

    assert.deepEqual(folders, ['/extension/server']);
  });

  test('says what is missing and what to do', async () => {
    const bundled = '/extension/server/fathom.dll';
    const problem = (settings, but) => findLaunch(settings, bundled, { ...machine, ...but }).then(() => undefined, error => error.problem);

    assert.equal((await problem({ path: '/gone/fathom.dll', dotnet: null }, { exists: async () => false })).message, 'The setting fathom.server.path names /gone/fathom.dll, which does not exist.');
    assert.equal((await problem({ path: null, dotnet: null }, { listRuntimes: async () => undefined })).remedy, 'dotnet');
    assert.match((await problem({ path: null, dotnet: '/old/dotnet' }, { listRuntimes: async () => '' })).message, /\/old\/dotnet \(fathom\.server\.dotnet\) does not have it/);
  });
});

describe('the settings', async () => {
  const { settings } = await compiled('settings');
  const defaults = {};
  for (const { properties } of JSON.parse(readFileSync(repository('editor-clients/vscode/package.json'), 'utf8')).contributes.configuration) {
    for (const [name, { default: value }] of Object.entries(properties)) {
      const outer = name.split('.'), inner = outer.pop();
      outer.reduce((node, part) => node[part] ??= {}, defaults)[inner] = value;
    }
  }
  const areSet = ({ user = {}, workspace = {} }) => { globalThis.settingsByScope = [defaults, { fathom: user }, { fathom: workspace }]; };
  const toldToServer = () => settings.ofServer({ of: () => undefined });
  const embedded = { kind: 'embedded', url: null, model: null, contextTokens: null, fim: null };

  test('that name programs, models and servers are the user\'s, whatever a workspace has in nested objects', () => {
    areSet({
      user: { threads: 2, backend: { model: 'mine' } },
      workspace: { server: { path: '/w/evil.sh', dotnet: '/w/evil' }, backend: { kind: 'openai', url: 'https://evil.example', key: 'k-1' }, model: '/w/model', threads: 64 },
    });

    assert.deepEqual(settings.launch(), { path: null, dotnet: null });
    assert.deepEqual(settings.backend(), { kind: 'embedded', url: null });
    const { backend, model, threads } = toldToServer();
    assert.deepEqual({ backend, model, threads }, { backend: { ...embedded, model: 'mine' }, model: null, threads: 2 });
  });

  test('hold as the user has them for the machine', () => {
    areSet({ user: { server: { path: '/mine/fathom.dll', dotnet: '/mine/dotnet' }, backend: { kind: 'ollama', url: 'http://localhost:1' } } });

    assert.deepEqual(settings.launch(), { path: '/mine/fathom.dll', dotnet: '/mine/dotnet' });
    assert.deepEqual(settings.backend(), { kind: 'ollama', url: 'http://localhost:1' });
    assert.deepEqual(toldToServer().backend, { ...embedded, kind: 'ollama', url: 'http://localhost:1' });
  });

  test('that a workspace may have for itself are those of the workspace', () => {
    areSet({ user: { maxLines: 5 }, workspace: { maxLines: 3 } });

    assert.equal(toldToServer().maxLines, 3);
  });

  test('tell the server of no key, where somebody has written one among them for anybody to read', () => {
    areSet({ user: { backend: { kind: 'deepseek', key: 'k-1' } } });

    assert.deepEqual(toldToServer().backend, { ...embedded, kind: 'deepseek' });
  });

  for (const [what, user] of [['the back end', { backend: null }], ['all of them', null]]) {
    test(`are the defaults where null stands for ${what}`, () => {
      areSet({ user });

      assert.deepEqual(settings.backend(), { kind: 'embedded', url: null });
      assert.deepEqual(toldToServer().backend, embedded);
    });
  }
});

describe('starting again after a crash', async () => {
  const { RestartPolicy } = await compiled('server/restart-policy');

  test('waits longer each time, and gives up at the fifth', () => {
    const policy = new RestartPolicy(() => 0);

    assert.deepEqual(Array.from({ length: 5 }, () => policy.crashed()), [1000, 2000, 4000, 8000, undefined]);
  });

  test('begins anew after five good minutes, or when the user asks', () => {
    let now = 0;
    const policy = new RestartPolicy(() => now);
    policy.started();
    policy.crashed();
    now += 5 * 60_000;

    assert.equal(policy.crashed(), 1000);
    policy.forget();
    assert.equal(policy.crashed(), 1000);
  });
});

describe('a suggestion in front of what the editor closed', async () => {
  const { standingLength } = await compiled('suggestions/standing-text');
  const left = 'var x = f(g('.length;

  test('ends where it changes nothing more', () => {
    assert.equal(standingLength('var x = f(g(item))', left, '))'), 2);
    assert.equal(standingLength('var x = f(g(item), 1)', left, '))'), 1);
  });

  test('is whole where it changes what stands there', () => assert.equal(standingLength('var x = f(g(item));', left, '))'), 0));

  test('keeps what is left of the cursor', () => assert.equal(standingLength('a)', 2, '))'), 0));

  test('is whole where it has several lines', () => assert.equal(standingLength('var x = f(g(item,\n    1))', left, '))'), 0));
});

test('a line of the server\'s log keeps its level', async () => {
  const { logLine } = await compiled('server/log-line');

  assert.deepEqual(logLine('01:02:03.456 warning Settings: too large'), { level: 'warn', text: 'Settings: too large' });
  assert.deepEqual(logLine('   at Fathom.Server'), { level: 'info', text: '   at Fathom.Server' });
});

describe('the status item', async () => {
  const { statusView, statusTooltip } = await compiled('status/status-view');
  const running = (status, thinking = false) => ({ phase: 'running', status, thinking });
  // As the server says it: what has no value is left out.
  const loading = { busy: true, kind: 'Normal', message: 'The model is loading.' };

  for (const [what, session, here, state] of [
    ['has not started', { phase: 'idle' }, undefined, 'not started'],
    ['starts', { phase: 'starting' }, undefined, 'starting'],
    ['loads the model', running(loading), undefined, 'loading'],
    ['loads the model, in the file in front', running(loading), loading, 'loading'],
    ['is ready', running(ready), ready, 'ready'],
    ['thinks', running(ready, true), ready, 'thinking'],
    ['is off in this file only', running(ready), { ...ready, kind: 'Inactive' }, 'off here'],
    ['is off in this file, whatever another file asks for', running(ready, true), { ...ready, kind: 'Inactive' }, 'off here'],
    ['is paused', running(ready), { ...ready, kind: 'Inactive', paused: 'Paused for an hour.' }, 'paused'],
    ['has no model', running({ ...loading, kind: 'Error', busy: false }), undefined, 'error'],
    ['waits after a crash', { phase: 'waiting', seconds: 4 }, undefined, 'waiting'],
    ['has failed', { phase: 'failed', problem: { message: 'No .NET.', remedy: 'dotnet' } }, undefined, 'error'],
  ]) {
    test(`shows that the server ${what}`, () => assert.equal(statusView(session, here).state, state));
  }

  test('stands still until there is a file to start for, and says so', () =>
    assert.deepEqual(statusView({ phase: 'idle' }, undefined), { icon: '$(circle-outline)', state: 'not started', message: 'Fathom starts with the first file.', isError: false }));

  test('names model and latency when pointed at', () => {
    assert.equal(statusTooltip(statusView(running(ready), ready), ready), '**Fathom** · ready\n\nReady.\n\nModel: fathom-nano · Last answer: 20 ms');
  });
});

describe('the menu', async () => {
  const { menuEntries } = await compiled('menu/menu-entries');
  const { statusView } = await compiled('status/status-view');
  const view = statusView({ phase: 'running', status: ready, thinking: false }, ready);
  const file = { name: 'Cart.cs', uri: 'file:///Cart.cs', languageId: 'csharp' };
  const pauses = entries => entries.flatMap(({ action }) => action?.pause ? [action.pause] : []);

  test('offers to pause for the file, its language, an hour', () => {
    const entries = menuEntries({ view, model: 'fathom-nano', lastLatencyMs: 20, paused: false, file });

    assert.deepEqual(pauses(entries), [{ scope: 'file', uri: file.uri }, { scope: 'language', languageId: 'csharp' }, { scope: 'all', minutes: 60 }]);
  });

  test('offers to resume what is paused, and nothing else', () => {
    const entries = menuEntries({ view, model: 'fathom-nano', lastLatencyMs: 20, paused: true, file });

    assert.deepEqual(pauses(entries), []);
    assert.ok(entries.some(({ action }) => action?.resume));
  });

  test('leads to the settings that choose the model, wherever it runs', () => {
    const chosenIn = isElsewhere => menuEntries({ view, model: 'deepseek', isElsewhere, paused: false, file }).find(({ label }) => label === '$(chip) deepseek').action.arguments;

    assert.deepEqual(chosenIn(false), ['fathom.model']);
    assert.deepEqual(chosenIn(true), ['fathom.backend']);
  });

  test('pauses no server that is not there', () => {
    const failed = { phase: 'failed', problem: { message: 'No .NET.', remedy: 'dotnet' } };

    for (const session of [failed, { phase: 'idle' }]) assert.deepEqual(pauses(menuEntries({ view: statusView(session, undefined), paused: false, file })), []);
  });
});

describe('a pattern', async () => {
  const { readPattern } = await compiled('refactoring/pattern');

  test('is what is written', () => assert.deepEqual(readPattern(' Assert.AreEqual($a, $b) '), { pattern: 'Assert.AreEqual($a, $b)', where: [] }));

  test('says behind it which placeholder has to be of which type', () => {
    for (const ending of ['where log=ILogger, text = System.String', 'where $log = ILogger,$text=System.String ']) {
      assert.deepEqual(readPattern(`$log.Write($text) ${ending}`), { pattern: '$log.Write($text)', where: ['log=ILogger', 'text=System.String'] });
    }
  });

  for (const code of ['from x in $list where x.Id == $id select x', 'void M<T>() where T : class { $body... }', '$list.Where(x => x.Id=$id)', 'where = $x']) {
    test(`has a "where" of its own in ${code}`, () => assert.deepEqual(readPattern(code), { pattern: code, where: [] }));
  }
});

describe('an edit of the whole folder', async () => {
  const { previewedWhole } = await compiled('refactoring/previewed-whole');
  const { newErrorsOf, nothingFits } = await compiled('refactoring/told');
  const change = { textDocument: { uri: 'file:///w/Cart.cs', version: 1 }, edits: [{ range: {}, newText: 'x', annotationId: 'fathom' }] };
  const annotated = needsConfirmation => ({ label: 'Fathom', edit: { documentChanges: [change], changeAnnotations: { fathom: { label: 'rename a to x', needsConfirmation } } } });

  test('is previewed with all of its parts ticked', () => {
    const { edit: { documentChanges: [question, ...changes], changeAnnotations }, metadata } = previewedWhole(annotated(true), 'file:///w');

    assert.deepEqual(changes, [change]);
    assert.deepEqual(changeAnnotations.fathom, { label: 'rename a to x', needsConfirmation: false });
    assert.deepEqual(question, { kind: 'create', uri: 'file:///w', options: { ignoreIfExists: true }, annotationId: 'fathom.preview' });
    assert.ok(changeAnnotations['fathom.preview'].needsConfirmation);
    assert.deepEqual(metadata, { isRefactoring: true });
  });

  test('is as the server sent it where nobody has to be asked', () => {
    for (const params of [annotated(false), { edit: { changes: {} } }]) assert.equal(previewedWhole(params, 'file:///w').edit, params.edit);
  });

  test('that breaks something says how much, and the first of it', () => {
    const errors = count => Array.from({ length: count }, (_, index) => `Cart.cs(${index + 1},1): CS0103: No.`);

    assert.deepEqual(newErrorsOf({ title: 'rename a to x', newErrors: errors(1) }), { message: '"rename a to x" would bring a new error.', detail: errors(1)[0] });
    const { message, detail } = newErrorsOf({ title: 'rename a to x', newErrors: errors(7) });
    assert.match(message, /7 new errors/);
    assert.deepEqual(detail.split('\n'), [...errors(5), 'and 2 more']);
  });

  test('of nothing says so, and what was left out', () =>
    assert.equal(nothingFits({ title: 'replace a()', warnings: ['B.cs could not be read.'] }), 'Nothing fits: "replace a()" would change no file. B.cs could not be read.'));
});

test('a request is explained by its sentence, its time, and the text that was not good enough', async () => {
  const { explainedEntries } = await compiled('explain/explained-entries');
  const request = { id: '1', uri: 'file:///a.cs', outcome: 'lowConfidence', message: 'The model was not sure enough.', tokens: 3, milliseconds: 12.4, confidence: 0.31, text: 'return x;\nreturn y;', accepted: false };

  const [entry] = explainedEntries([request]);

  assert.deepEqual(entry, { label: '$(circle-slash) The model was not sure enough.', description: '12 ms · 3 tokens · 31 % sure', detail: 'return x; …', uri: 'file:///a.cs' });
});

describe('the page of statistics', async () => {
  const { statisticsPage } = await compiled('statistics/statistics-page');
  const statistics = {
    since: '2026-01-31T10:00:00Z', shown: 40, accepted: 8, partlyAccepted: 2, rejected: 20, charactersAccepted: 1234,
    latencyMs: { p50: 31.4, p95: 1480, histogram: [{ upTo: 50, count: 30 }, { upTo: 100, count: 9 }, { upTo: 60_000, count: 1 }] },
    languages: [{ language: '<script>', shown: 40, accepted: 8 }],
    days: [{ date: '2026-01-31', shown: 40, accepted: 8, characters: 1234 }],
  };
  const page = statisticsPage(statistics, 'nonce');

  test('says how much was taken and how fast it came', () => {
    for (const figure of ['1,234', '25\u00a0%', '31\u00a0ms', '1.5\u00a0s', '8 of 40', '1 in more than 100 ms']) assert.ok(page.includes(figure), figure);
  });

  test('says in words what its drawings show', () => {
    for (const label of ['30 within 50 ms; 9 within 100 ms; 1 in more than 100 ms', '2026-01-31: 8 of 40 taken, 1234 characters', '&lt;script&gt;: 8 of 40']) {
      assert.ok(page.includes(`role="img" aria-label="${label}"`), label);
    }
  });

  test('runs nothing and loads nothing, whatever a language is called', () => {
    assert.ok(!page.includes('<script'));
    assert.match(page, /default-src 'none'/);
  });

  test('is whole before anything was shown', () => {
    const empty = { ...statistics, shown: 0, accepted: 0, partlyAccepted: 0, charactersAccepted: 0, latencyMs: { histogram: [] }, languages: [], days: [] };
    delete empty.since;

    assert.equal(statisticsPage(empty, 'nonce').match(/Nothing yet\./g).length, 3);
    assert.match(statisticsPage(empty, 'nonce'), /Nothing was counted yet\./);
  });
});
