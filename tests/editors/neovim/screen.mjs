// The picture that a user of Neovim sees, put together from the events for a grid of fixed size.

export class Screen {
  #cells = [];
  #highlights = new Map();
  #names = new Map();

  constructor(columns, rows) {
    this.columns = columns;
    this.rows = rows;
    this.#clear();
  }

  /** Takes the arguments of a 'redraw' notification. */
  redraw(events) {
    for (const [name, ...calls] of events) for (const call of calls) this.#event(name, call);
  }

  /** The rows as text, without trailing blanks and the blank rows at the end. */
  text() {
    return this.#cells.map(row => row.map(cell => cell.text).join('').trimEnd()).join('\n').trimEnd() + '\n';
  }

  /** Rows of runs of one look: `{ text, group, foreground, background, bold, italic }`; `group` is the name of the highlight group, if it has one. */
  runs() {
    return this.#cells.map(row => {
      const runs = [];
      for (const { text, highlight } of row) {
        if (runs.at(-1)?.highlight === highlight) runs.at(-1).text += text;
        else runs.push({ highlight, text, ...this.#look(highlight) });
      }
      return runs;
    });
  }

  #look(highlight) {
    const { attributes = {}, groups = [] } = this.#highlights.get(highlight) ?? {};
    return { foreground: attributes.foreground, background: attributes.background, bold: attributes.bold, italic: attributes.italic, groups };
  }

  #event(name, call) {
    switch (name) {
      case 'grid_clear': return this.#clear();
      case 'grid_line': return this.#line(call);
      case 'grid_scroll': return this.#scroll(call);
      case 'hl_attr_define': return this.#highlights.set(call[0], { attributes: call[1], groups: call[3].map(info => info.hi_name ?? info.ui_name).filter(Boolean) });
      case 'default_colors_set': return Object.assign(this, { foreground: call[0], background: call[1] });
      case 'grid_cursor_goto': return Object.assign(this, { cursor: { row: call[1], column: call[2] } });
    }
  }

  #line([, row, column, cells]) {
    let highlight = 0;
    for (const [text, id, times = 1] of cells) {
      highlight = id ?? highlight;
      for (let n = 0; n < times; n++) this.#cells[row][column++] = { text, highlight };
    }
  }

  /** Rows move up by `distance` (down where it is negative) within a region; what is left behind is drawn anew. */
  #scroll([, top, bottom, left, right, distance]) {
    const rows = this.#cells.slice(top, bottom).map(row => row.slice(left, right));
    for (let row = top; row < bottom; row++) {
      const source = rows[row - top + distance];
      if (source) this.#cells[row].splice(left, right - left, ...source);
    }
  }

  #clear() {
    this.#cells = Array.from({ length: this.rows }, () => Array.from({ length: this.columns }, () => ({ text: ' ', highlight: 0 })));
  }
}
