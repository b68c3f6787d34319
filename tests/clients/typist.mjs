// A person who types a file into an editor, with slips of the finger, in an editor that closes brackets by itself.
import { readFileSync } from 'node:fs';
import { random } from './random.mjs';
import { repository } from './repository.mjs';

const closers = { '(': ')', '[': ']', '"': '"' };

/**
 * The keys that type `text`: characters, 'Enter' (the editor indents the new line as the text has it) and 'Backspace'.
 * About one key in thirty is a slip that is taken back after one or two more. The same each time.
 */
function keys(text, seed = 7) {
  const { next, pick } = random(seed);
  const typed = [];
  for (const [index, line] of text.split('\n').entries()) {
    const indentation = /^ */.exec(line)[0];
    if (index > 0) typed.push({ key: 'Enter', text: `\n${indentation}` });
    for (const character of line.slice(index > 0 ? indentation.length : 0)) {
      if (next(30) === 0 && /\w/.test(character)) {
        const slip = Array.from({ length: 1 + next(2) }, () => ({ key: pick('qwzxkj'.split('')) }));
        typed.push(...slip, ...slip.map(() => ({ key: 'Backspace' })));
      }
      typed.push({ key: character });
    }
  }
  return typed;
}

/**
 * A part of a text, to be typed again.
 * @returns {{ opened: string, offset: number, typed: { key: string, text?: string }[] }} the text without it, the place, and the keys.
 */
export function partToType(text, from, to) {
  return { opened: text.slice(0, from) + text.slice(to), offset: from, typed: keys(text.slice(from, to)) };
}

/** Three methods of a sample of the repository, to be typed again. */
export function sampleToType() {
  const sample = readFileSync(repository('samples/Algorithms/TextStatistics.cs'), 'utf8');
  return partToType(sample, sample.indexOf('    public static int CountWords'), sample.indexOf('\n\n    public static async'));
}

/** A cursor in an open document of an editor client. */
export class Typist {
  #client;
  #uri;
  #closing = 0;

  constructor(client, uri, offset) {
    this.#client = client;
    this.#uri = uri;
    this.offset = offset;
  }

  /** Sends what a key changes; the cursor follows. */
  async press({ key, text = key }) {
    const right = this.#client.document(this.#uri).getText().slice(this.offset, this.offset + 1);
    if (key === 'Backspace') {
      await this.#replace(this.offset - 1, this.offset, '', this.offset - 1);
    } else if (this.#closing > 0 && right === key && Object.values(closers).includes(key)) {
      // The editor has put it there already: typing it only moves the cursor.
      this.#closing--;
      this.offset++;
    } else if (key in closers) {
      this.#closing++;
      await this.#replace(this.offset, this.offset, key + closers[key], this.offset + 1);
    } else {
      await this.#replace(this.offset, this.offset, text, this.offset + text.length);
    }
  }

  async #replace(start, end, text, offset) {
    await this.#client.replace(this.#uri, start, end, text);
    this.offset = offset;
  }
}
