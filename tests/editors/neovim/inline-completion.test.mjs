// What a newcomer sees: stock Neovim, the five documented lines, a C# file, ghost text, a key that takes it.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { repository } from '../../clients/repository.mjs';
import { Editor, documentedLines } from './editor.mjs';
import { obtainNeovim } from './obtain.mjs';
import { picture } from './picture.mjs';

const neovim = obtainNeovim();
const artefacts = repository('artifacts/neovim');

test('the documented configuration has five lines', () => assert.equal(documentedLines().length, 5));

describe('Neovim', { skip: neovim.missing ?? false }, () => {
  let editor;
  // The body of CountWords is taken out; the cursor will stand in its place.
  const sample = readFileSync(repository('samples/Algorithms/TextStatistics.cs'), 'utf8');
  const body = sample.indexOf('{', sample.indexOf('CountWords')) + 2, end = sample.indexOf('    }\n\n    public static IReadOnlyDictionary');
  const opened = sample.slice(0, body) + sample.slice(end);
  const line = opened.slice(0, body).split('\n').length - 1;

  before(async () => {
    // Neovim reads .editorconfig by itself; so it indents by four.
    editor = await Editor.start(neovim, { 'TextStatistics.cs': opened, '.editorconfig': readFileSync(repository('.editorconfig'), 'utf8') });
    await editor.ready();
  });
  after(async () => {
    const { traffic, problems } = await editor.quit();
    assert.deepEqual(problems, []);
    assert.ok(traffic.some(({ message }) => message.method === 'shutdown'));
  });

  test('shows ghost text while one types', async t => {
    await editor.press(`${line}Gzzo`);
    await editor.type('var words = 0;');
    await editor.press('<CR>');
    await editor.type('for (var i = 0; i <');

    const ghost = await editor.typeUntilGhost(' text.Length; i+');

    assert.match(ghost.lines[0], /\S/);
    await editor.waitFor(() => editor.screen.text().includes(ghost.lines[0]), 'it is on the screen');
    mkdirSync(artefacts, { recursive: true });
    writeFileSync(`${artefacts}/ghost-text.txt`, editor.screen.text());
    writeFileSync(`${artefacts}/ghost-text.svg`, picture(editor.screen));
    t.diagnostic(`${neovim.version}, ghost text: ${JSON.stringify(ghost.lines)}; screen in artifacts/neovim`);
  });

  test('takes it on a key: the text is exactly the suggestion, the cursor stands at its end', async () => {
    const before = await editor.text();
    const { result: { items: [item] }, params: { position } } = editor.completions().findLast(({ result }) => result?.items.length > 0);
    const lines = before.split('\n');
    const { start, end: replaced } = item.range;
    lines[position.line] = lines[position.line].slice(0, start.character) + item.insertText + lines[position.line].slice(replaced.character);

    await editor.press('<C-l>');

    await editor.waitFor(async () => await editor.text() !== before, 'the suggestion is taken');
    assert.equal(await editor.text(), lines.join('\n'));
    const inserted = item.insertText.split('\n');
    const [row, column] = await editor.nvim.call('nvim_win_get_cursor', [0]);
    assert.equal(row - 1, position.line + inserted.length - 1);
    assert.equal(column, inserted.at(-1).length + (inserted.length === 1 ? start.character : 0));
  });

  test('an empty answer clears the ghost text', async () => {
    await editor.press('<Esc>o');
    await editor.type('for (var j = 0; j <');
    await editor.typeUntilGhost(' text.Length; j+');
    const before = editor.completions().length;

    // Nothing is wanted after the end of a statement.
    await editor.type('+) words++;');

    await editor.waitFor(() => editor.completions().slice(before).some(({ result }) => result?.items.length === 0), 'an empty answer comes');
    await editor.waitFor(async () => await editor.ghost() === undefined, 'the ghost text goes');
    writeFileSync(`${artefacts}/cleared.txt`, editor.screen.text());
  });
});
