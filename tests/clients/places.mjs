// Places in real C# files where a person could be typing.
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { repository } from './repository.mjs';

const folders = ['samples', 'server/Fathom.Completion', 'server/Fathom.Server', 'server/Fathom.Operators', 'server/Fathom.Inference', 'onnx-export/Fathom.OnnxExport'];
const closers = { '(': ')', '[': ']', '{': '}', '<': '>', '"': '"' };

/** The repository's own C# files: the samples, and of each room the first few by name that are neither tiny nor huge. */
export function sourceFiles(eachFolder = 3) {
  return folders.flatMap(folder => readdirSync(repository(folder), { recursive: true })
    .filter(name => name.endsWith('.cs') && !/(^|[\\/])(bin|obj)[\\/]/.test(name))
    .sort()
    .map(name => ({ name: path.posix.join(folder, name.replaceAll('\\', '/')), text: readFileSync(repository(path.join(folder, name)), 'utf8') }))
    .filter(({ text }) => text.length > 1500 && text.length < 40_000)
    .slice(0, eachFolder));
}

/**
 * Texts with a cursor: a line of code is taken back to a place within it, as if it were just being typed, and the closing
 * bracket that an editor would have put there stands right of the cursor. Deterministic.
 * @returns {{ name: string, text: string, cursor: number, expected: string }[]} `expected` is what the author wrote.
 */
export function places({ name, text }, count) {
  const lines = text.split(/(?<=\n)/);
  const candidates = lines.flatMap((line, index) => cuts(line).map(column => ({ index, column })));
  const step = candidates.length / count;
  return Array.from({ length: Math.min(count, candidates.length) }, (_, number) => {
    const { index, column } = candidates[Math.floor(step * (number + 0.5))] ?? candidates[number];
    const before = lines.slice(0, index).join('') + lines[index].slice(0, column);
    const closer = closers[lines[index][column - 1]] ?? '';
    const end = /\r?\n$/.exec(lines[index])?.[0] ?? '';
    return { name, text: before + closer + end + lines.slice(index + 1).join(''), cursor: before.length, expected: lines[index].slice(column).trimEnd() };
  });
}

/** Columns of a line of code where something is bound to follow: after an opening bracket, a dot, an operator, a keyword, inside a word. */
function cuts(line) {
  if (/^\s*(\/\/|using |namespace |$|[{}])/.test(line)) return [];
  return [...line.matchAll(/[(.]|\b(?:return|new|var|if|in|=>|=) |= |\w{3}(?=\w)/g)]
    .map(match => match.index + match[0].length)
    .filter(column => column > line.search(/\S/) + 2 && line.slice(column).trim().length > 1);
}
