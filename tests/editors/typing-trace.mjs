// What is typed into each real editor, key by key: methods of a sample with blocks, brackets, quotes, blank lines, and slips that are taken back.
import { sampleToType } from '../clients/typist.mjs';

/**
 * `opened` is the file's text at first and `offset` the place in it where typing begins, an empty line; `expected` is the text at the end.
 * A key is a character, or one of
 *   'Enter'       a new line, which the editor may indent as it likes to
 *   'Backspace'   takes one character back; only ever letters
 *   'CloseBlock'  the end of a block: in an editor that has closed the brace already, down and to the end of that line; elsewhere a new line and '}'
 * `text` is what a key adds to the text (with the indentation that is expected), for editors that are told exactly what to insert.
 * @returns {{ file: string, opened: string, offset: number, line: number, keys: { key: string, text: string }[], expected: string }}
 */
export function typingTrace() {
  const { opened, offset, typed } = sampleToType();
  const keys = [];
  for (const { key, text = key } of typed) {
    const last = keys.at(-1);
    if (key === '}' && last?.key === 'Enter') keys.splice(-1, 1, { key: 'CloseBlock', text: `${last.text}}` });
    else keys.push({ key, text: key === 'Backspace' ? '' : text });
  }
  const line = opened.slice(0, offset).split('\n').length;
  return { file: 'TextStatistics.cs', opened, offset, line, keys, expected: opened.slice(0, offset) + replayed(keys) + opened.slice(offset) };
}

/** The text that the keys make. */
function replayed(keys) {
  return keys.reduce((text, { key, text: added }) => key === 'Backspace' ? text.slice(0, -1) : text + added, '');
}
