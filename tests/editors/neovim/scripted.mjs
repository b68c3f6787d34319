// Neovim with the plugin and a server that suggests what the test says.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Editor, pluginLines } from './editor.mjs';

/** Every action on a key of its own. */
export const keys = {
  accept: '<C-l>', accept_word: '<C-Right>', accept_line: '<C-Down>', next: '<M-]>', previous: '<M-[>', dismiss: '<C-]>', trigger: '<M-Space>',
};

/** What the tests suggest: one that has several lines, two more for the same beginning, one inside brackets, one behind letters of several bytes. */
export const suggestions = [
  'for (var i = 0; i < 10; i++)\n{\n    Go(i);\n}',
  'for (var item in items)',
  'for (;;)',
  'Call(first, second);',
  'var größe = "😀 smile";',
];

const lua = value => (typeof value === 'object' ? `{ ${Object.entries(value).map(([name, inner]) => `['${name}'] = ${lua(inner)}`).join(', ')} }` : typeof value === 'string' ? `'${value}'` : String(value));

/**
 * Starts Neovim on an empty C# file that it does not indent.
 * @param {object} [options] options of setup() beside `cmd`
 * @param {object} [script] what the server says beside `suggestions`
 * @param {string[]} [lines] of init.lua, before the plugin's
 */
export async function startScripted(neovim, { options = { keys }, script = {}, lines = [] } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'fathom-script-'));
  const file = path.join(folder, 'script.json');
  writeFileSync(file, JSON.stringify({ suggestions, answers: {}, ...script }));
  const setup = `vim.tbl_extend('force', ${lua(options)}, { cmd = { 'scripted-server', '${file}' } })`;
  const editor = await Editor.start(neovim, { 'New.cs': '' }, ['vim.cmd.filetype("indent off")', ...lines, ...pluginLines(setup)]);
  await editor.attached().catch(error => {
    editor.kill();
    throw error;
  });
  /** Has the server, which reads its script for each answer, say something else from now on. */
  editor.rescript = changes => {
    writeFileSync(`${file}.new`, JSON.stringify({ suggestions, answers: {}, ...script, ...changes }));
    renameSync(`${file}.new`, file);
  };
  editor.afterwards = () => rmSync(folder, { recursive: true });
  return editor;
}

/** What a test before may have left is undone: an empty buffer, insert mode, nothing on the screen, suggestions by themselves from the server as it was first. */
export async function startOver(editor) {
  editor.rescript({});
  await editor.press('<Esc>:silent! buffer New.cs | silent only | messages clear<CR>');
  await editor.waitFor(() => editor.nvim.executeLua(`require('fathom').enable(true) return true`, []), 'suggestions are on');
  await editor.press('ggdGi');
  await editor.waitFor(async () => await editor.text() === '\n' && await editor.ghost() === undefined && await editor.isAnswered(), 'the buffer is empty');
}

/** Types, and waits for the ghost text with this first line. */
export async function typeForGhost(editor, text, first) {
  await editor.type(text);
  return editor.waitFor(async () => {
    const ghost = await editor.ghost();
    return ghost?.lines[0] === first && ghost;
  }, `the ghost text '${first}' after '${text}'`);
}

/** The commands that the server was told so far: `[name, ...arguments]`. */
export function commandsOf(editor) {
  return editor.traffic().filter(({ message }) => message.method === 'workspace/executeCommand').map(({ message: { params } }) => [params.command, ...params.arguments]);
}
