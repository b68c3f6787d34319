// Edits of a whole folder in VS Code: what the server stages, VS Code previews and the user decides.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { modelThatCalls } from '../../clients/model-that-calls.mjs';
import { repository } from '../../clients/repository.mjs';
import { until } from '../../clients/waiting.mjs';
import { obtainVsCode, packagedExtension } from './obtain.mjs';
import { Workbench } from './workbench.mjs';

const vsCode = obtainVsCode();
const picture = name => repository(`artifacts/vscode/${name}.png`);

const log = `namespace Shop;

public static class Log
{
    public static void Write(string text, int level) { }

    public static void At(int level, string text) { }

    public static void Flush(int level) { }
}
`;
const cart = `namespace Shop;

public class Cart
{
    public void Add(string name)
    {
        Log.Write("added " + name, 1);
        Log.Write("done", 2);
    }
}
`;
const order = `namespace Shop;

public class Order
{
    public Cart Cart { get; } = new();

    public void Place()
    {
        Log.Write("placed", 3);
        Log.Flush(/* now */ 1);
        Log.Flush(2);
    }
}
`;
const project = '<Project Sdk="Microsoft.NET.Sdk">\n  <PropertyGroup>\n    <TargetFramework>net10.0</TargetFramework>\n  </PropertyGroup>\n</Project>\n';

async function replaceIn(workbench, pattern, replacement) {
  await workbench.command('Fathom: Replace Everywhere by Structure');
  await workbench.answer(pattern, 'C# to search for');
  await workbench.answer(replacement, 'C# in place of');
}

const othersThan = (pattern, texts) => texts.filter(text => !pattern.test(text));

describe('VS Code, where a whole folder is edited', { skip: vsCode.missing ?? false }, () => {
  const write = 'Log.Write($text, $level)', at = 'Log.At($level, $text)';
  const written = text => text.replaceAll(/Log\.Write\((.*), (\d)\)/g, 'Log.At($2, $1)');
  const onDisk = name => existsSync(workbench.file(name)) ? readFileSync(workbench.file(name), 'utf8') : undefined;
  const becomes = (name, text) => until(() => onDisk(name) === text, `${name} is what it should be`).catch(error => { throw new Error(`${error.message} It is\n${onDisk(name)}`); });
  const isUnsaved = name => workbench.page.locator(`.tab.dirty[data-resource-name="${name}"]`).waitFor();
  let workbench;

  before(async () => {
    workbench = await Workbench.open(vsCode, { files: { 'Shop.csproj': project, 'Log.cs': log, 'Cart.cs': cart, 'Order.cs': order }, extension: packagedExtension() });
    await workbench.openFile('Cart.cs');
    await workbench.statusIs(/^Fathom: ready/);
  });
  after(() => workbench?.close());

  const replace = (pattern, replacement) => replaceIn(workbench, pattern, replacement);
  /** What the server was told of the edits that were decided upon, counted from one. */
  const applied = count => until(() => workbench.commandAnswers('fathom.applyStaged')[count - 1], 'the edit is decided upon');

  test('replaces by structure what the preview shows, in open files and others', async () => {
    await replace(`${write} where level=int`, at);

    await workbench.previewIs([
      'Cart.cs, making text edits', 'line 7, replacing Log.Write("added " + name, 1) with Log.At(1, "added " + name)', 'line 8, replacing Log.Write("done", 2) with Log.At(2, "done")',
      'Order.cs, making text edits', 'line 9, replacing Log.Write("placed", 3) with Log.At(3, "placed")',
    ]);
    await workbench.screenshot(picture('replace'));
    await workbench.inPreview('Apply');

    await becomes('Cart.cs', written(cart));
    await becomes('Order.cs', written(order));
    assert.deepEqual(await applied(1), { applied: true });
  });

  test('takes all of it back with one undo', async () => {
    await workbench.openFile('Cart.cs');
    await workbench.press('Control+Z');
    for (const name of ['Cart.cs', 'Order.cs']) await isUnsaved(name);

    assert.equal(await workbench.saved('Cart.cs'), cart);
    await workbench.openFile('Order.cs');
    assert.equal(await workbench.saved('Order.cs'), order);
  });

  test('changes nothing and complains of nothing where the preview is discarded, and remembers what was written', async () => {
    await workbench.command('Fathom: Replace Everywhere by Structure');
    assert.equal(await workbench.asked('C# to search for'), `${write} where level=int`);
    await workbench.press('Enter');
    assert.equal(await workbench.asked('C# in place of'), at);
    await workbench.press('Enter');
    await workbench.isPreviewed();

    await workbench.inPreview('Discard');

    assert.deepEqual(await applied(2), { applied: false });
    await replace('Log.Read($text)', 'Log.At(0, $text)');
    await workbench.toast('Nothing fits: "replace Log.Read($text)" would change no file.');
    assert.deepEqual(othersThan(/^(Fathom looks|Nothing fits)/, await workbench.notifications()), []);
    await workbench.command('Notifications: Clear All Notifications');
    assert.equal(onDisk('Cart.cs'), cart);
  });

  test('says what the compiler would find, and previews all the same only if that is the wish', async () => {
    await replace(write, 'Log.Gone($text)');
    assert.match(await workbench.dialog(), /would bring 3 new errors\.[^]*Cart\.cs\(7,13\): CS0117: .*'Gone'/);
    await workbench.screenshot(picture('replace-errors'));
    await workbench.inDialog('Cancel');
    await replace(write, 'Log.Gone($text)');

    await workbench.inDialog('Preview Anyway');

    await workbench.isPreviewed();
    await workbench.inPreview('Discard');
    assert.deepEqual(await applied(3), { applied: false });
  });

  test('tells what stays as it is, and shows all of the edit as a diff', async () => {
    await workbench.openFile('Order.cs');
    await workbench.goToEndOf(11);
    await workbench.press('Shift+Home');
    await workbench.command('Fathom: Replace Everywhere by Structure');
    assert.equal(await workbench.asked('C# to search for'), 'Log.Flush(2);');
    await workbench.answer('Log.Flush($n);', 'C# to search for');
    await workbench.answer('', 'C# in place of');
    await workbench.previewIs(['Order.cs, making text edits', 'line 11, removing Log.Flush(2);']);

    await (await workbench.toast(/stay as they are.*Order\.cs:10/)).getByText('Show Diff').click();

    await workbench.page.locator('.tab.active', { hasText: 'diff --git a/Order.cs' }).waitFor();
    await workbench.inPreview('Discard');
    await applied(4);
  });

  test('says what is wrong with a pattern', async () => {
    await replace('Log.Write(', at);

    await workbench.toast(/^The pattern 'Log\.Write\(' is no C# expression, statement or declaration/);
    await workbench.command('Notifications: Clear All Notifications');
  });

  test('asks for no instruction where there is no model that could carry it out', async () => {
    await workbench.command('Fathom: Edit Everywhere by Instruction');

    await workbench.toast('too small to plan an edit. Choose where another one runs');
    await workbench.command('Notifications: Clear All Notifications');
  });

  test('renames what stands at the cursor everywhere, with the file that has its name', async () => {
    await workbench.openFile('Cart.cs');
    await workbench.goToEndOf(3);
    await workbench.command('Fathom: Rename Everywhere');
    assert.equal(await workbench.asked('Another name'), 'Cart');

    await workbench.answer('Basket');
    await workbench.isPreviewed();
    await workbench.screenshot(picture('rename'));
    await workbench.inPreview('Apply');

    await becomes('Order.cs', order.replace('public Cart', 'public Basket'));
    await becomes('Basket.cs', cart.replace('class Cart', 'class Basket'));
    assert.equal(onDisk('Cart.cs'), undefined);
  });

  test('takes a renaming back with one undo, the name of the file too', async () => {
    await workbench.openFile('Basket.cs');
    await workbench.press('Control+Z');
    await until(() => onDisk('Cart.cs') !== undefined && onDisk('Basket.cs') === undefined, 'the file has its old name');
    for (const name of ['Cart.cs', 'Order.cs']) await isUnsaved(name);

    await workbench.openFile('Cart.cs');
    assert.equal(await workbench.saved('Cart.cs'), cart);
    await workbench.openFile('Order.cs');
    assert.equal(await workbench.saved('Order.cs'), order);
  });
});

describe('VS Code, where the server takes its time for an edit', { skip: vsCode.missing ?? false }, () => {
  const answers = { 'fathom/status': { busy: false, kind: 'Normal', message: 'Ready.', model: 'scripted' } };
  const nothing = { id: 'edit-1', title: 'replace Old()', places: 0, files: [], newErrors: [], warnings: [], diff: '' };
  let workbench;

  before(async () => {
    workbench = await Workbench.open(vsCode, { files: { 'Cart.cs': cart }, extension: packagedExtension(), script: { answers, waits: ['fathom.stageReplace'] } });
    workbench.setForMachine({ 'fathom.backend.kind': 'llama.cpp', 'fathom.backend.url': 'http://127.0.0.1:9' });
    await workbench.openFile('Cart.cs');
    await workbench.statusIs(/^Fathom: ready/);
  });
  after(() => workbench?.close());

  test('cancels it with the button beside the progress, and says nothing more of it', async () => {
    await replaceIn(workbench, 'Old()', 'New()');
    await (await workbench.toast('Fathom looks through the C# sources')).getByText('Cancel').click();

    await until(() => workbench.isCancelled('fathom.stageReplace'), 'the server is told');
    await until(() => workbench.commandAnswers('fathom.stageReplace').length === 1, 'the server has stopped');

    workbench.rescript({ answers: { ...answers, 'fathom.stageReplace': nothing } });
    await replaceIn(workbench, 'Old()', 'New()');
    await workbench.toast('Nothing fits');
    assert.deepEqual(othersThan(/^(Fathom looks|Nothing fits)/, await workbench.notifications()), []);
    assert.deepEqual(workbench.commandAnswers('fathom.applyStaged'), []);
  });

  test('has a model edit by an instruction, and tells what it says of it', async () => {
    await workbench.command('Notifications: Clear All Notifications');
    workbench.rescript({ answers: { ...answers, 'fathom.stageEdit': { ...nothing, id: 'edit-2', places: 2, summary: 'All handlers are asynchronous.' }, 'fathom.applyStaged': { applied: true } } });
    await workbench.command('Fathom: Edit Everywhere by Instruction');

    await workbench.answer('make handlers asynchronous', 'What is to be done');

    await workbench.toast('All handlers are asynchronous.');
    await until(() => workbench.commandAnswers('fathom.applyStaged').length === 1, 'the edit is applied');
  });
});

describe('VS Code, where a model that runs elsewhere edits a whole folder', { skip: vsCode.missing ?? false }, () => {
  const receipt = 'namespace Shop;\n\npublic class Receipt\n{\n}\n';
  const onDisk = name => existsSync(workbench.file(name)) ? readFileSync(workbench.file(name), 'utf8') : undefined;
  const becomes = (name, text) => until(() => onDisk(name) === text, `${name} is what it should be`).catch(error => { throw new Error(`${error.message} It is\n${onDisk(name)}`); });
  let model, workbench;

  before(async () => {
    model = await modelThatCalls(['create_file', { path: 'Printing/Receipt.cs', text: receipt }], ['delete_file', { path: 'Old.cs' }], ['replace_text', { path: 'Shop.csproj', oldText: 'net10.0', newText: 'net11.0' }]);
    const { kind, model: named, url } = model.backend;
    workbench = await Workbench.open(vsCode, { files: { 'Shop.csproj': project, 'Log.cs': log, 'Old.cs': 'class Old;\n' }, extension: packagedExtension() });
    workbench.setForMachine({ 'fathom.backend.kind': kind, 'fathom.backend.model': named, 'fathom.backend.url': url });
    await workbench.openFile('Log.cs');
    await workbench.statusIs(/^Fathom: ready/);
  });
  after(async () => {
    await workbench?.close();
    await model?.close();
  });

  const edit = async () => {
    await workbench.command('Fathom: Edit Everywhere by Instruction');
    await workbench.answer('print receipts', 'What is to be done');
    await workbench.isPreviewed();
  };

  test('makes, deletes and edits files once the preview is agreed to', async () => {
    await edit();
    await workbench.screenshot(picture('instruction'));
    assert.equal(onDisk('Printing/Receipt.cs'), undefined);

    await workbench.inPreview('Apply');

    await becomes('Printing/Receipt.cs', receipt);
    await becomes('Old.cs', undefined);
    await becomes('Shop.csproj', project.replace('net10.0', 'net11.0'));
    await until(() => workbench.commandAnswers('fathom.applyStaged').at(-1)?.applied, 'the server is told');
  });
});
