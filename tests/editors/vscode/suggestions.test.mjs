// VS Code beside a server that suggests what the test says: what the commands do, to the letter.
import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { until } from '../../clients/waiting.mjs';
import { obtainVsCode, packagedExtension } from './obtain.mjs';
import { Workbench } from './workbench.mjs';

const vsCode = obtainVsCode();
const loop = 'for (var i = 0; i < 10; i++)\n{\n    Go(i);\n}';
const closed = 'Add(Sum(items))';
const suggestions = [loop, 'for (var item in items)', 'for (;;)', closed];
const ready = { busy: false, kind: 'Normal', message: 'Ready.', model: 'scripted', counters: {} };
const loading = { busy: true, kind: 'Normal', message: 'The model is loading.', counters: {} };

describe('VS Code beside a scripted server', { skip: vsCode.missing ?? false }, () => {
  const says = status => ({ suggestions, answers: { 'fathom/status': status } });
  let workbench;

  before(async () => {
    workbench = await Workbench.open(vsCode, {
      files: { 'New.cs': 'namespace New;\n', 'Other.cs': 'namespace Other;\n' },
      extension: packagedExtension(),
      script: says(loading),
      keys: { 'alt+n': 'fathom.next', 'alt+p': 'fathom.previous', 'alt+l': 'fathom.acceptLine', 'alt+w': 'fathom.acceptWord', 'alt+t': 'editor.action.inlineSuggest.commit' },
    });
  });
  after(() => workbench?.close());

  /** The file with one empty line, the cursor there. */
  beforeEach(async () => {
    await workbench.openFile('New.cs');
    await workbench.press('Control+A');
    await workbench.type('namespace New;\n');
  });

  const afterTyping = async text => {
    await workbench.type(text);
    await workbench.ghostIs(loop.slice(text.length));
  };

  /** Types text that ends in a bracket which the editor closes; it closes none while it is behind with its colours. */
  const typeClosed = (text, right) => until(async () => {
    await workbench.type(text);
    const isClosed = await until(async () => (await workbench.place())?.right === right, 'the bracket is closed', 1000).catch(() => false);
    if (!isClosed) for (const _ of text) await workbench.press('Backspace');
    return isClosed;
  }, `${text} is typed and closed`);

  test('says that the model loads, and that it is ready', async () => {
    await workbench.statusIs(/^Fathom: loading\. The model is loading\.$/);
    workbench.rescript(says(ready));

    await workbench.openFile('Other.cs');

    await workbench.statusIs(/^Fathom: ready\. Ready\.$/);
  });

  test('takes the whole with Tab, and the server is told', async () => {
    await afterTyping('for');

    await workbench.press('Tab');

    assert.equal(await workbench.saved('New.cs'), `namespace New;\n${loop}`);
    await until(() => workbench.commandsTold().some(([command]) => command === 'fathom.accepted'), 'the server is told');
  });

  test('leaves the brackets that the editor closed to it: typed after a suggestion was taken in front of them, they are there once', async () => {
    await typeClosed('Add(', ')');
    await typeClosed('Sum(', '))');
    await workbench.ghostIs('items');
    await workbench.isAnsweredAt('Add(Sum('.length);

    await workbench.press('Tab');
    await until(async () => (await workbench.place())?.left === 'Add(Sum(items', 'the suggestion is taken');
    await workbench.type('));');

    assert.equal(await workbench.saved('New.cs'), `namespace New;\n${closed};`);
  });

  test('takes the next line only', async () => {
    await afterTyping('for');

    await workbench.press('Alt+L');

    await until(async () => (await workbench.ghost())?.grey !== loop.slice(3), 'a line is taken');
    await workbench.press('Escape');
    assert.equal((await workbench.saved('New.cs')).trimEnd(), 'namespace New;\nfor (var i = 0; i < 10; i++)');
  });

  test('takes the next word only', async () => {
    await afterTyping('for');

    await workbench.press('Alt+W');

    // White space is a word of its own in VS Code.
    await workbench.ghostIs(loop.slice('for '.length));
    await workbench.press('Escape');
    assert.equal(await workbench.saved('New.cs'), 'namespace New;\nfor ');
  });

  test('shows the next and the previous one, round the end, and takes the one on the screen', async () => {
    await afterTyping('for');

    for (const [key, next] of [['Alt+N', suggestions[1]], ['Alt+N', suggestions[2]], ['Alt+N', suggestions[0]], ['Alt+P', suggestions[2]], ['Alt+P', suggestions[1]]]) {
      await workbench.press(key);
      await workbench.ghostIs(next.slice('for'.length));
    }
    await workbench.press('Tab');

    assert.equal(await workbench.saved('New.cs'), 'namespace New;\nfor (var item in items)');
  });

  test('asks with the key that the README names', async () => {
    await afterTyping('for');
    await workbench.press('Escape');
    await until(async () => await workbench.ghost() === undefined, 'it goes away');

    await workbench.press('Alt+\\');

    await workbench.ghostIs(loop.slice('for'.length));
    await workbench.press('Escape');
  });

  test('tells once of a server that does not start, however often that was tried, and starts another', async () => {
    await workbench.command('Notifications: Clear All Notifications');

    workbench.setForMachine({ 'fathom.server.path': '/bin/false' });
    // Fifteen seconds of waits, and five starts.
    await workbench.statusIs(/^Fathom: error\. The Fathom server stopped again and again/, 180_000);

    const told = await workbench.notifications();
    assert.equal(told.length, 1, told.join(' | '));
    assert.match(told[0], /^The Fathom server stopped again and again/);
    workbench.setForMachine({});
    await workbench.statusIs(/^Fathom: ready/);
  });
});
