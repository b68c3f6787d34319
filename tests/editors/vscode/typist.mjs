// A person who types a trace into VS Code as it comes, which closes brackets and quotes and indents by itself, and who looks at the screen for what it did.
import { until } from '../../clients/waiting.mjs';

const closers = { '(': ')', '[': ']', '{': '}', '"': '"', "'": "'" };

export class Typist {
  #workbench;
  #trace;
  /** The text as it should be up to the cursor. */
  #text;
  /** What the editor closed by itself, right of the cursor. */
  #right = '';
  /** Of each block that is open, whether its end is on the next line already. */
  #blocks = [];
  #index = 0;

  constructor(workbench, trace) {
    this.#workbench = workbench;
    this.#trace = trace;
    this.#text = trace.opened.slice(0, trace.offset);
  }

  /** Whether all is typed. */
  get isDone() {
    return this.#index === this.#trace.keys.length;
  }

  /** How many keys are behind. */
  get count() {
    return this.#index;
  }

  /** Types the next key of the trace. */
  async next() {
    const { key, text } = this.#trace.keys[this.#index++];
    if (key === 'Enter') await this.#newLine(text);
    else if (key === 'CloseBlock') await this.#closeBlock(text);
    else if (key === 'Backspace') await this.#takeBack();
    else await this.#character(key);
  }

  /** Takes a suggestion if it says just what would be typed; says whether it did. */
  async takeIfTrue({ grey, lines }) {
    const start = this.#text.lastIndexOf('\n') + 1, whole = lines.join('\n');
    const written = this.#trace.expected.slice(start, start + whole.length) === whole && this.#keysOf(start + whole.length);
    if (!written || this.#closesTwice(written)) return false;
    await this.#workbench.press('Alt+T');
    await until(async () => (await this.#workbench.ghost())?.grey !== grey, 'the suggestion is taken');
    // The grey may be gone before the text is drawn; where it went away just then, no text comes.
    const isTaken = place => place && place.left + place.right === lines.at(-1);
    const place = await until(async () => [await this.#workbench.place()].find(isTaken), 'its text', 10_000).catch(() => undefined);
    if (!place) return false;
    const { right } = place;
    // What the editor closed before may be left, right of the cursor.
    const keys = this.#keysOf(start + whole.length - right.length);
    for (const { key } of keys) {
      if (key === '{') this.#blocks.push(false);
      if (key === 'CloseBlock') this.#blocks.pop();
    }
    this.#text = this.#trace.expected.slice(0, start + whole.length - right.length);
    this.#right = right;
    this.#index += keys.length;
    return true;
  }

  async #character(key) {
    const isOver = this.#right.startsWith(key) && Object.values(closers).includes(key);
    // The editor types over what it closed itself.
    await this.#workbench.type(key);
    this.#text += key;
    if (isOver) this.#right = this.#right.slice(1);
    // It closes nearly every bracket and quote, but not each; the screen may show the one before the other.
    const closed = !isOver && key in closers ? closers[key] + this.#right : undefined;
    if (closed && await this.#looksRight(right => right === closed, 5000).catch(() => undefined)) this.#right = closed;
    else this.#right = (await this.#looksRight(right => right === this.#right || right === closed)).right;
    if (key === '{') this.#blocks.push(false);
  }

  async #takeBack() {
    await this.#workbench.press('Backspace');
    this.#text = this.#text.slice(0, -1);
    await this.#looksRight(right => right === this.#right);
  }

  async #newLine(text) {
    const isBlock = this.#text.endsWith('{') && this.#right.startsWith('}');
    const { line } = await this.#workbench.place();
    await this.#workbench.press('Enter');
    this.#text += text;
    const { right } = await this.#indented(line + 1, seen => seen === this.#right || isBlock && seen === '');
    if (isBlock) this.#blocks.splice(-1, 1, right === '');
    this.#right = right;
  }

  async #closeBlock(text) {
    const isBelow = this.#blocks.pop();
    if (isBelow) {
      await this.#workbench.press('ArrowDown');
      await this.#workbench.press('End');
      this.#text += text;
    } else if (this.#right.startsWith('}')) {
      await this.#newLine(text.slice(0, -1));
      await this.#workbench.press('ArrowRight');
      this.#right = this.#right.slice(1);
      this.#text += '}';
    } else {
      await this.#newLine(text.slice(0, -1));
      await this.#workbench.type('}');
      this.#text += '}';
    }
    await this.#looksRight(right => right === this.#right);
  }

  /** Puts the indentation right that a new line has by itself; the editor does not indent while it is behind with its colours. */
  async #indented(line, isRight) {
    const wanted = this.#line;
    const seen = await until(async () => {
      const place = await this.#workbench.place();
      return place?.line === line && place.left.trim() === '' && isRight(place.right) && place;
    }, 'a new line');
    // Of a line that stays empty the editor takes the indentation away by itself.
    if (wanted === '' && this.#trace.keys[this.#index].key === 'Enter') return seen;
    for (let length = seen.left.length; length > wanted.length;) length = await this.#takenBack(length);
    if (seen.left.length < wanted.length) await this.#workbench.type(wanted.slice(seen.left.length));
    return this.#looksRight(isRight);
  }

  /** Takes back some of the indentation that is left of the cursor, as much as the editor takes at a key; returns how much is left. */
  async #takenBack(length) {
    await this.#workbench.press('Backspace');
    const { left } = await until(async () => [await this.#workbench.place()].find(place => place?.left.length < length), 'less indentation');
    return left.length;
  }

  /** Waits until the line on the screen is the text as it should be, and `isRight` of what stands right of the cursor. */
  async #looksRight(isRight, milliseconds) {
    let place;
    await until(async () => {
      place = await this.#workbench.place();
      return place?.left === this.#line && isRight(place.right);
    }, 'the line on the screen', milliseconds).catch(error => {
      throw new Error(`${error.message} Key ${this.#index} should make ${JSON.stringify(this.#line)}; there is ${JSON.stringify(place)}.`);
    });
    return place;
  }

  /** The line of the cursor up to it. */
  get #line() {
    return this.#text.slice(this.#text.lastIndexOf('\n') + 1);
  }

  /** Whether keys end a block whose end the editor has written below already. */
  #closesTwice(keys) {
    const blocks = [...this.#blocks];
    return keys.some(({ key }) => key === 'CloseBlock' ? blocks.pop() : key === '{' && !blocks.push(false));
  }

  /** The next keys, if they type the expected text exactly up to `end` and nothing of it is taken back. */
  #keysOf(end) {
    const keys = this.#trace.keys.slice(this.#index), text = this.#trace.expected.slice(this.#text.length, end);
    let typed = '', count = 0;
    while (typed.length < text.length && count < keys.length && keys[count].key !== 'Backspace') typed += keys[count++].text;
    return typed === text && keys[count]?.key !== 'Backspace' ? keys.slice(0, count) : undefined;
  }
}
