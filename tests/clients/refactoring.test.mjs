// Edits of whole repositories as a client meets them: staged, told, applied by the client, or not.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { CancellationTokenSource, ExecuteCommandRequest } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { EditorClient, ordinaryCapabilities } from './editor-client.mjs';
import { modelThatCalls } from './model-that-calls.mjs';
import { until, within } from './waiting.mjs';

const requestCancelled = -32800;
const requestFailed = -32803;

const project = '<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>\n';
const calculator = 'namespace Shop;\n\npublic static class Calculator\n{\n    public static int Add(int a, int b) => a + b;\n\n    public static int Sum(int a, int b) => a + b;\n}\n';
const order = 'namespace Shop;\n\npublic class Order\n{\n    public int Total(int price, int tax) => Calculator.Add(price, tax);\n}\n';
const cart = 'namespace Shop;\n\npublic class Cart\n{\n    public int Count() => Calculator.Add(1, Calculator.Add(2, 3));\n}\n';
const shop = { 'Shop.csproj': project, 'Calculator.cs': calculator, 'Order.cs': order, 'Cart.cs': cart };
const addToSum = { pattern: 'Calculator.Add($a, $b)', replacement: 'Calculator.Sum($a, $b)' };

function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
}

/** An editor that takes edits of this kind; `edits` are those that came, `answer` says what becomes of one. */
async function start(workspaceEdit, initialize = {}) {
  const capabilities = { ...ordinaryCapabilities, workspace: { ...ordinaryCapabilities.workspace, ...(workspaceEdit && { workspaceEdit }) } };
  const client = await EditorClient.start({ initialize: { capabilities, ...initialize } });
  client.edits = [];
  client.answer = () => ({ applied: true });
  client.connection.onRequest('workspace/applyEdit', params => {
    client.edits.push(params);
    return client.answer(params);
  });
  client.execute = (command, argument, cancellation) =>
    within(client.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: argument === undefined ? [] : [argument] }, cancellation), `an answer to ${command}`);
  client.stageReplace = (argument, cancellation) => client.execute('fathom.stageReplace', argument, cancellation);
  client.stageRename = argument => client.execute('fathom.stageRename', argument);
  client.apply = id => client.execute('fathom.applyStaged', id);
  return client;
}

async function stop(client) {
  assert.equal(await client.stop(), 0);
  assert.deepEqual(client.server.problems, []);
}

const failure = promise => promise.then(result => assert.fail(`it was done: ${JSON.stringify(result)}`), ({ code, message }) => ({ code, message }));

/** The text of a file after the edits of an answer. */
const edited = (text, edits) => TextDocument.applyEdits(TextDocument.create('file:///x.cs', 'csharp', 1, text), edits);

const changesOf = ({ edit }, uri) => edit.documentChanges.find(change => change.textDocument?.uri === uri);

describe('An edit of a repository', () => {
  let client;
  const uri = name => client.uri(name);
  before(async () => { client = await start({ documentChanges: true, resourceOperations: ['create', 'rename'], changeAnnotationSupport: {} }); });
  beforeEach(() => {
    write(client.workspace, shop);
    client.edits.length = 0;
    client.answer = () => ({ applied: true });
  });
  after(() => stop(client));

  test('is made by commands that the server announces', () => {
    for (const command of ['fathom.stageReplace', 'fathom.stageRename', 'fathom.applyStaged']) assert.ok(client.initializeResult.capabilities.executeCommandProvider.commands.includes(command), command);
  });

  test('is told before anything happens, and then applied once, by the client', async () => {
    const staged = await client.stageReplace(addToSum);

    assert.deepEqual({ ...staged, id: undefined, diff: undefined }, { id: undefined, diff: undefined, title: 'replace Calculator.Add($a, $b)', places: 2, files: ['Cart.cs', 'Order.cs'], newErrors: [], warnings: [] });
    assert.match(staged.diff, /^--- a\/Order\.cs$/m);
    assert.match(staged.diff, /^-.*Calculator\.Add\(price, tax\);\n\+.*Calculator\.Sum\(price, tax\);$/m);
    assert.deepEqual(client.edits, []);

    assert.deepEqual(await client.apply(staged.id), { applied: true });

    const [applied, ...more] = client.edits;
    assert.deepEqual(more, []);
    assert.equal(applied.label, `Fathom: ${staged.title}`);
    assert.equal(edited(order, changesOf(applied, uri('Order.cs')).edits), order.replace('Add', 'Sum'));
    assert.equal(edited(cart, changesOf(applied, uri('Cart.cs')).edits), cart.replaceAll('Add', 'Sum'));
    assert.equal(readFileSync(path.join(client.workspace, 'Order.cs'), 'utf8'), order);
    assert.deepEqual(await failure(client.apply(staged.id)), { code: requestFailed, message: `There is no staged edit ${staged.id} any more; stage it again.` });
  });

  test('is of what is open and not saved, and names the version that it is of', async () => {
    const unsaved = order.replace('price, tax', 'price, 2 * tax');
    await client.open(uri('Order.cs'), order);
    await client.change(uri('Order.cs'), [{ text: unsaved }], 7);

    const { id } = await client.stageReplace(addToSum);
    await client.apply(id);

    assert.equal(changesOf(client.edits[0], uri('Order.cs')).textDocument.version, 7);
    assert.equal(edited(unsaved, changesOf(client.edits[0], uri('Order.cs')).edits), unsaved.replace('Add', 'Sum'));
    assert.equal(changesOf(client.edits[0], uri('Cart.cs')).textDocument.version, null);
    await client.close(uri('Order.cs'));
  });

  test('is annotated, so that the client can ask about each piece', async () => {
    const { id } = await client.stageReplace(addToSum);
    await client.apply(id);

    const { edit } = client.edits[0];
    assert.deepEqual(Object.values(edit.changeAnnotations), [{ label: 'replace Calculator.Add($a, $b)', needsConfirmation: true, description: 'compiles as before' }]);
    for (const { edits } of edit.documentChanges) for (const { annotationId } of edits) assert.ok(annotationId in edit.changeAnnotations);
  });

  test('can be of one type only, and can delete', async () => {
    write(client.workspace, { 'Log.cs': 'namespace Shop;\n\npublic class Log\n{\n    public void Note(string text)\n    {\n        System.Console.WriteLine(text);\n        System.Console.WriteLine(1);\n    }\n}\n' });

    const staged = await client.stageReplace({ pattern: 'System.Console.WriteLine($what);', replacement: '', where: ['what=string'] });

    assert.equal(staged.places, 1);
    assert.match(staged.diff, /^-.*WriteLine\(text\);$/m);
    assert.doesNotMatch(staged.diff, /^-.*WriteLine\(1\)/m);
    rmSync(path.join(client.workspace, 'Log.cs'));
  });

  test('tells what the compiler would find', async () => {
    const { newErrors, places, id } = await client.stageReplace({ ...addToSum, replacement: 'Calculator.Multiply($a, $b)' });
    await client.apply(id);

    assert.equal(places, 2);
    assert.match(newErrors.find(error => error.startsWith('Order.cs')), /^Order\.cs\(5,\d+\): CS0117: .*Multiply/);
    assert.equal(client.edits[0].edit.changeAnnotations.fathom.description, `would bring ${newErrors.length} new errors`);
  });

  test('tells what it leaves alone', async () => {
    write(client.workspace, { 'Order.cs': order.replace('(price,', '(price, /* net */') });

    const { files, warnings } = await client.stageReplace(addToSum);

    assert.deepEqual(files, ['Cart.cs']);
    assert.match(warnings[0], /comments.*Order\.cs:5/);
  });

  test('of nothing says so', async () => {
    const { places, files, diff } = await client.stageReplace({ pattern: 'Calculator.Subtract($a, $b)', replacement: '$a' });

    assert.deepEqual({ places, files, diff }, { places: 0, files: [], diff: '' });
  });

  test('can be a new name, for the file too', async () => {
    const staged = await client.stageRename({ uri: uri('Order.cs'), position: { line: 4, character: order.split('\n')[4].indexOf('Calculator') }, newName: 'Arithmetic' });

    assert.equal(staged.title, 'rename Calculator to Arithmetic');
    assert.deepEqual(staged.files, ['Calculator.cs', 'Cart.cs', 'Order.cs']);
    await client.apply(staged.id);
    const { documentChanges } = client.edits[0].edit;
    assert.equal(edited(calculator, changesOf(client.edits[0], uri('Calculator.cs')).edits), calculator.replace('Calculator', 'Arithmetic'));
    const { kind, oldUri, newUri } = documentChanges.at(-1);
    assert.deepEqual({ kind, oldUri, newUri }, { kind: 'rename', oldUri: uri('Calculator.cs'), newUri: uri('Arithmetic.cs') });
  });

  test('can be a new name where the cursor stands, in text that is not saved', async () => {
    const unsaved = `// Dearer than it was.\n${order}`;
    await client.open(uri('Order.cs'), order);
    await client.change(uri('Order.cs'), [{ text: unsaved }]);

    const { title } = await client.stageRename({ uri: uri('Order.cs'), position: { line: 5, character: unsaved.split('\n')[5].indexOf('Total') }, newName: 'Sum' });

    assert.equal(title, 'rename Total to Sum');
    await client.close(uri('Order.cs'));
  });

  test('whose file would move to where another one stands by now is refused', async () => {
    const { id } = await client.stageRename({ uri: uri('Calculator.cs'), position: { line: 2, character: 20 }, newName: 'Arithmetic' });
    write(client.workspace, { 'Arithmetic.cs': '// Of somebody else.\n' });

    const { message } = await failure(client.apply(id));

    assert.match(message, /^There is a Arithmetic\.cs by now, and Calculator\.cs would have to move there; nothing was edited/);
    assert.deepEqual(client.edits, []);
    rmSync(path.join(client.workspace, 'Arithmetic.cs'));
  });

  test('that the client declines is declined', async () => {
    client.answer = () => ({ applied: false, failureReason: 'the user said no' });
    const { id } = await client.stageReplace(addToSum);

    assert.deepEqual(await client.apply(id), { applied: false, failureReason: 'the user said no' });
  });

  test('that the client cannot apply is not applied, and the reason is told', async () => {
    client.answer = () => { throw new Error('the disk is full'); };
    const { id } = await client.stageReplace(addToSum);

    const { applied, failureReason } = await client.apply(id);

    assert.equal(applied, false);
    assert.match(failureReason, /^the editor does not apply edits of a server: .*the disk is full/);
  });

  test('takes the address of the folder itself for one in it', async () => {
    const { places } = await client.stageReplace({ ...addToSum, uri: uri('').replace(/\/$/, '') });

    assert.ok(places > 0);
  });

  describe('is refused', () => {
    test('when a document was changed after it was staged', async () => {
      await client.open(uri('Order.cs'), order);
      const { id } = await client.stageReplace(addToSum);
      await client.replace(uri('Order.cs'), 0, 0, '\n');

      assert.deepEqual(await failure(client.apply(id)), { code: requestFailed, message: 'Order.cs has changed since the edit was staged; nothing was edited, stage it again.' });
      assert.deepEqual(client.edits, []);
      await client.close(uri('Order.cs'));
    });

    test('when a file was', async () => {
      const { id } = await client.stageReplace(addToSum);
      write(client.workspace, { 'Cart.cs': `\n${cart}` });

      assert.match((await failure(client.apply(id))).message, /^Cart\.cs has changed/);
    });

    test('when a file is gone', async () => {
      const { id } = await client.stageReplace(addToSum);
      rmSync(path.join(client.workspace, 'Cart.cs'));

      assert.match((await failure(client.apply(id))).message, /^Cart\.cs has changed/);
    });

    for (const [what, command, argument, message] of [
      ['an identity that is none', 'fathom.applyStaged', 'edit-0', /^There is no staged edit edit-0 any more/],
      ['an identity that is no text', 'fathom.applyStaged', 7, /^The argument has to be the id/],
      ['no identity', 'fathom.applyStaged', undefined, /^The argument has to be the id/],
      ['no pattern', 'fathom.stageReplace', { replacement: '' }, /^The argument has to be \{ pattern, replacement, where, uri \}/],
      ['no argument', 'fathom.stageReplace', undefined, /^The argument has to be/],
      ['an argument of another kind', 'fathom.stageReplace', 'Add', /^The argument has to be/],
      ['a pattern that is a number', 'fathom.stageReplace', { pattern: 1, replacement: '' }, /^The argument cannot be read: [^\n]*pattern/],
      ['a pattern that is no C#', 'fathom.stageReplace', { pattern: 'if (', replacement: '' }, /^The pattern 'if \(' is no C#/],
      ['a pattern that fits everything', 'fathom.stageReplace', { pattern: '$a', replacement: '1' }, /fits everything/],
      ['a placeholder from nowhere', 'fathom.stageReplace', { pattern: 'Add($a)', replacement: 'Add($b)' }, /^The replacement has \$b, which the pattern has not; it has \$a\./],
      ['a constraint that is none', 'fathom.stageReplace', { ...addToSum, where: ['a'] }, /^The constraint 'a' has to be name=Type/],
      ['a file elsewhere', 'fathom.stageReplace', { ...addToSum, uri: 'file:///elsewhere/X.cs' }, /^file:\/\/\/elsewhere\/X\.cs lies in no open folder/],
      ['a new name without a place', 'fathom.stageRename', { newName: 'X' }, /^The argument has to be \{ uri, position, newName \}/],
    ]) {
      test(`for ${what}`, async () => {
        const { code, message: sentence } = await failure(client.execute(command, argument));

        assert.equal(code, requestFailed);
        assert.match(sentence, message);
      });
    }

    for (const [what, line, character, newName, message] of [
      ['a name that is none', 2, 20, 'a b', /^'a b' is no name in C#/],
      ['the name that it has', 2, 20, 'Calculator', /^'Calculator' has that name already/],
      ['a place without a name', 1, 0, 'X', /^At line 2, column 1 of Calculator\.cs stands no name/],
      ['a place outside the text', 999, 0, 'X', /^At line 9, column 1 of Calculator\.cs stands no name/],
      ['what is declared elsewhere', 4, 19, 'Whole', /^'Int32' is declared in .*only what the sources of this folder declare/],
    ]) {
      test(`for a renaming to ${what}`, async () => {
        const { code, message: sentence } = await failure(client.stageRename({ uri: uri('Calculator.cs'), position: { line, character }, newName }));

        assert.equal(code, requestFailed, sentence);
        assert.match(sentence, message);
      });
    }

    test('for a file that is no source', async () => {
      assert.match((await failure(client.stageRename({ uri: uri('Shop.csproj'), position: { line: 0, character: 2 }, newName: 'X' }))).message, /^Shop\.csproj is no C# source/);
    });
  });
});

describe('What a client does not understand is not sent', () => {
  const renaming = client => client.stageRename({ uri: client.uri('Calculator.cs'), position: { line: 2, character: 20 }, newName: 'Arithmetic' });

  for (const [what, workspaceEdit, check] of [
    ['no versions', undefined, ({ edit }, client) => {
      assert.deepEqual(Object.keys(edit), ['changes']);
      assert.deepEqual(Object.keys(edit.changes).sort(), ['Calculator.cs', 'Cart.cs', 'Order.cs'].map(name => client.uri(name)));
      assert.equal(edited(order, edit.changes[client.uri('Order.cs')]), order.replace('Calculator', 'Arithmetic'));
      assert.doesNotMatch(JSON.stringify(edit), /annotation/i);
    }],
    ['no annotations, no files with other names', { documentChanges: true }, ({ edit }) => {
      assert.deepEqual(Object.keys(edit), ['documentChanges']);
      assert.equal(edit.documentChanges.length, 3);
      assert.ok(edit.documentChanges.every(change => 'textDocument' in change && change.textDocument.version === null));
      assert.doesNotMatch(JSON.stringify(edit), /annotation/i);
    }],
  ]) {
    test(what, async () => {
      const client = await start(workspaceEdit);
      write(client.workspace, shop);

      const { id } = await renaming(client);
      assert.deepEqual(await client.apply(id), { applied: true });

      check(client.edits[0], client);
      await stop(client);
    });
  }
});

describe('An edit by instruction that makes and deletes files', () => {
  const receipt = 'namespace Shop;\n\npublic class Receipt\n{\n}\n';
  let model;
  before(async () => {
    model = await modelThatCalls(['create_file', { path: 'Printing/Receipt.cs', text: receipt }], ['create_file', { path: 'Empty.md', text: '' }], ['delete_file', { path: 'Cart.cs' }], ['replace_text', { path: 'Shop.csproj', oldText: 'net10.0', newText: 'net11.0' }]);
  });
  after(() => model.close());

  async function staged(workspaceEdit, settings = {}) {
    const client = await start(workspaceEdit, { initializationOptions: { backend: model.backend } });
    client.settings = { ...client.settings, backend: model.backend, ...settings };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: { fathom: client.settings } });
    write(client.workspace, shop);
    return { client, edit: await client.execute('fathom.stageEdit', { instruction: 'print receipts' }) };
  }

  test('comes in the order in which it can be done', async () => {
    const { client, edit } = await staged({ documentChanges: true, resourceOperations: ['create', 'rename', 'delete'], changeAnnotationSupport: {} });

    assert.deepEqual({ places: edit.places, files: edit.files, newErrors: edit.newErrors, summary: edit.summary }, { places: 4, files: ['Cart.cs', 'Empty.md', 'Printing/Receipt.cs', 'Shop.csproj'], newErrors: [], summary: 'Done.' });
    assert.match(edit.diff, /^new file mode 100644\n--- \/dev\/null\n\+\+\+ b\/Printing\/Receipt\.cs$/m);
    assert.deepEqual(await client.apply(edit.id), { applied: true });

    const annotationId = 'fathom';
    const [first, second, third, fourth, fifth, ...more] = client.edits[0].edit.documentChanges;
    assert.deepEqual([first, second, fifth, more], [{ kind: 'create', uri: client.uri('Empty.md'), annotationId }, { kind: 'create', uri: client.uri('Printing/Receipt.cs'), annotationId }, { kind: 'delete', uri: client.uri('Cart.cs'), annotationId }, []]);
    assert.deepEqual(third.textDocument, { uri: client.uri('Printing/Receipt.cs'), version: null });
    assert.equal(edited('', third.edits), receipt);
    assert.equal(edited(project, fourth.edits), project.replace('net10.0', 'net11.0'));
    assert.ok(existsSync(path.join(client.workspace, 'Cart.cs')) && !existsSync(path.join(client.workspace, 'Printing')), 'only the client makes and deletes');
    await stop(client);
  });

  test('neither sees nor touches what the user has excluded', async () => {
    const { client, edit } = await staged({ documentChanges: true, resourceOperations: ['create', 'delete'] }, { exclude: ['Cart.cs', '**/*.csproj'] });

    assert.deepEqual(edit.files, ['Empty.md', 'Printing/Receipt.cs']);
    await stop(client);
  });

  test('is refused where a file has come to be there, and where one has changed that is to go', async () => {
    const { client, edit } = await staged({ documentChanges: true, resourceOperations: ['create', 'delete'] });
    write(client.workspace, { 'Empty.md': '' });
    assert.match((await failure(client.apply(edit.id))).message, /^Empty\.md has changed since the edit was staged; nothing was edited/);
    rmSync(path.join(client.workspace, 'Empty.md'));
    write(client.workspace, { 'Cart.cs': `\n${cart}` });
    assert.match((await failure(client.apply(edit.id))).message, /^Cart\.cs has changed since the edit was staged; nothing was edited/);
    assert.deepEqual(client.edits, []);
    await stop(client);
  });

  for (const [what, workspaceEdit, sentence] of [
    ['knows no versions', undefined, /^The editor does not delete files as a part of an edit, and Cart\.cs would have to be; nothing was edited, apply the diff with git/],
    ['renames files only', { documentChanges: true, resourceOperations: ['rename'] }, /^The editor does not delete files/],
    ['does not make files', { documentChanges: true, resourceOperations: ['delete'] }, /^The editor does not make files as a part of an edit, and Empty\.md would have to be/],
  ]) {
    test(`is shown, and refused by a sentence when it is applied, where the client ${what}`, async () => {
      const { client, edit } = await staged(workspaceEdit);

      const { code, message } = await failure(client.apply(edit.id));

      assert.equal(code, requestFailed);
      assert.match(message, sentence);
      assert.deepEqual(client.edits, []);
      await stop(client);
    });
  }
});

describe('Of a folder in a folder', () => {
  test('a model elsewhere sees nothing that the outer one ignores', async () => {
    const outer = mkdtempSync(path.join(tmpdir(), 'fathom-outer-'));
    const inner = path.join(outer, 'app');
    write(outer, { '.fathomignore': 'app/vault/\n', 'app/vault/Prices.cs': 'class Prices { }\n', 'app/vault/prices.md': 'prices\n', ...Object.fromEntries(Object.entries(shop).map(([name, text]) => [`app/${name}`, text])) });
    const model = await modelThatCalls(['read_file', { path: 'vault/Prices.cs' }], ['read_file', { path: 'vault/prices.md' }], ['read_file', { path: 'Order.cs' }]);
    const folders = [inner, outer].map(folder => ({ uri: pathToFileURL(folder).href, name: path.basename(folder) }));
    const client = await start({ documentChanges: true }, { workspaceFolders: folders, initializationOptions: { backend: model.backend } });

    await client.execute('fathom.stageEdit', { instruction: 'read them', uri: pathToFileURL(path.join(inner, 'Order.cs')).href });

    assert.match(model.told[0], /^There is no C# source vault\/Prices\.cs that may be read/);
    assert.match(model.told[1], /^There is no text file vault\/prices\.md that may be read/);
    assert.match(model.told[2], /public class Order/);
    await stop(client);
    await model.close();
    rmSync(outer, { recursive: true });
  });
});

describe('Of two folders', () => {
  let client, folders;
  const uriIn = (folder, name) => pathToFileURL(path.join(folder, name)).href;
  before(async () => {
    folders = ['first', 'second'].map(name => mkdtempSync(path.join(tmpdir(), `fathom-${name}-`)));
    folders.forEach(folder => write(folder, shop));
    client = await start({ documentChanges: true }, { workspaceFolders: folders.map(folder => ({ uri: pathToFileURL(folder).href, name: path.basename(folder) })) });
  });
  after(async () => {
    await stop(client);
    for (const folder of folders) rmSync(folder, { recursive: true });
  });

  for (const [what, argument, index] of [
    ['the first is meant', () => addToSum, 0],
    ['the one is meant that the file is in', () => ({ ...addToSum, uri: uriIn(folders[1], 'Order.cs') }), 1],
  ]) {
    test(what, async () => {
      const { id } = await client.stageReplace(argument());
      await client.apply(id);

      assert.deepEqual(client.edits.at(-1).edit.documentChanges.map(change => change.textDocument.uri), ['Cart.cs', 'Order.cs'].map(name => uriIn(folders[index], name)));
    });
  }

  test('a name changes in its own', async () => {
    const { id } = await client.stageRename({ uri: uriIn(folders[1], 'Order.cs'), position: { line: 4, character: 16 }, newName: 'Sum' });
    await client.apply(id);

    assert.deepEqual(client.edits.at(-1).edit.documentChanges.map(change => change.textDocument.uri), [uriIn(folders[1], 'Order.cs')]);
  });
});

describe('Staging that is no longer wanted', () => {
  let client, release;
  /** Holds the answer with which staging begins, so that it is under way for as long as the test wants. */
  const hold = () => client.connection.onRequest('window/workDoneProgress/create', () => new Promise(resolve => { release = () => resolve(null); }));
  beforeEach(async () => {
    client = await start({ documentChanges: true });
    write(client.workspace, shop);
    // Loading the model shows progress too.
    await client.ready();
    release = undefined;
  });

  test('ends at once where it waits for another, which goes on', async () => {
    hold();
    const first = client.stageReplace(addToSum);
    await until(() => release, 'staging has begun');
    const cancellation = new CancellationTokenSource();
    const second = failure(client.stageReplace(addToSum, cancellation.token));

    cancellation.cancel();
    assert.equal((await second).code, requestCancelled);

    release();
    assert.equal((await first).places, 2);
    await stop(client);
  });

  test('is refused where the place of a new name was edited before it began', async () => {
    hold();
    const uri = client.uri('Order.cs');
    await client.open(uri, order);
    const renaming = failure(client.stageRename({ uri, position: { line: 4, character: order.split('\n')[4].indexOf('Total') }, newName: 'Sum' }));
    await until(() => release, 'staging has begun');

    await client.change(uri, [{ text: `// A line more.\n${order}` }]);
    release();

    assert.match((await renaming).message, /^Order\.cs was edited while the renaming was prepared; ask for it again\.$/);
    await stop(client);
  });

  test('ends while the sources are compiled', async () => {
    const many = Array.from({ length: 1500 }, (_, n) => [`Many/C${n}.cs`, `namespace Shop;\n\npublic class C${n} : ${n > 0 ? `C${n - 1}` : 'Order'}\n{\n    public int M${n}(int x) => Calculator.Add(x, ${n});\n}\n`]);
    write(client.workspace, Object.fromEntries(many));
    const cancellation = new CancellationTokenSource();
    const progressed = kind => client.server.traffic.some(({ message: { method, params } }) => method === '$/progress' && params.token === 'fathom/refactoring' && params.value.kind === kind);

    const staged = failure(client.stageReplace(addToSum, cancellation.token));
    await until(() => progressed('report'), 'the sources are looked through');
    cancellation.cancel();

    assert.equal((await staged).code, requestCancelled);
    await until(() => progressed('end'), 'the progress ends too');
    assert.equal((await client.stageReplace({ ...addToSum, pattern: 'Calculator.Subtract($a, $b)' })).places, 0, 'the next is served');
    await stop(client);
  });
});
