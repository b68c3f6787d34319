// The recipes of docs/editors.md, and a file to try them on.
import { readFileSync } from 'node:fs';
import { answerable } from '../clients/answerable.mjs';
import { repository } from '../clients/repository.mjs';

/** The block of docs/editors.md in this language, with the folder of this clone. */
export function recipe(language) {
  const [, block] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(readFileSync(repository('docs/editors.md'), 'utf8'));
  return block.replaceAll('/path/to/fathom', repository('.'));
}

/** A C# file with a place where the model has something to say once a part of `typing` is typed there. */
export function sample() {
  const { document, cursor } = answerable('file:///Numbers.cs');
  const text = document.getText(), offset = document.offsetAt(cursor);
  return { name: 'Numbers.cs', text, line: cursor.line + 1, before: text.slice(0, offset), after: text.slice(offset), typing: 'values.Length; i++)' };
}
