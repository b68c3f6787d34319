// Pictures of the screen as text, kept beside the tests. FATHOM_UPDATE_GOLDENS=1 writes them anew.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { repository } from '../../clients/repository.mjs';

/** The text area of the screen, ghost text between « and ». */
function textArea(screen) {
  const rows = screen.runs().map(runs => runs.map(({ text, groups }) => {
    const [, shown, blank] = /^(.*?)( *)$/.exec(text);
    return groups.some(group => /^(NonText|MoreMsg)$/.test(group)) && !/^~/.test(text) ? `«${shown}»${blank}` : text;
  }).join('').replaceAll('»«', '').trimEnd());
  return rows.slice(0, rows.indexOf('~')).join('\n') + '\n';
}

const fileOf = name => repository(`tests/editors/neovim/goldens/${name}.txt`);
const updates = Boolean(process.env.FATHOM_UPDATE_GOLDENS);

/** The text is what the golden holds. */
export function assertText(text, name) {
  if (updates) writeFileSync(fileOf(name), text);
  assert.equal(text, readFileSync(fileOf(name), 'utf8'));
}

/** The screen becomes what the golden shows. */
export async function assertScreen(editor, name) {
  if (updates) writeFileSync(fileOf(name), await settled(editor));
  const expected = readFileSync(fileOf(name), 'utf8');
  await editor.waitFor(() => textArea(editor.screen) === expected, `the screen of ${name}`).catch(() => assert.equal(textArea(editor.screen), expected));
}

async function settled(editor) {
  await editor.nvim.command('redraw');
  await editor.nvim.call('nvim_get_mode', []);
  return textArea(editor.screen);
}
