// A fake of the little of VS Code that the extension's own logic needs at run time; everything else is tested in the real one.
export class EventEmitter {
  #listeners = new Set();

  event = listener => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  fire(value) {
    for (const listener of [...this.#listeners]) listener(value);
  }

  dispose() {
    this.#listeners.clear();
  }
}
