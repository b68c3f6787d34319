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

const lookUp = (tree, path) => path.split('.').reduce((node, name) => node?.[name], tree);
const isTree = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Over the values of one scope those of the next: a value of any other kind in the place of an object takes all of its place. */
function merged(under, over) {
  if (!isTree(under) || !isTree(over)) return over === undefined ? under : over;
  return Object.fromEntries([...Object.keys(under), ...Object.keys(over)].map(name => [name, merged(under[name], over[name])]));
}

/** Settings as VS Code has them before 1.132. A test sets their scopes; every bundle has a copy of this module, so they are global. */
export const workspace = {
  getConfiguration(section) {
    const [defaults, user, workspace] = globalThis.settingsByScope;
    return {
      ...lookUp(merged(merged(defaults, user), workspace), section),
      inspect(name) {
        const [defaultValue, globalValue, workspaceValue] = globalThis.settingsByScope.map(scope => lookUp(scope, `${section}.${name}`));
        return { defaultValue, globalValue, workspaceValue };
      },
    };
  },
};

/** Commands as they were registered, and the editor in front; global for the same reason. */
export const commands = {
  registerCommand(name, run) {
    (globalThis.registeredCommands ??= new Map()).set(name, run);
    return { dispose: () => globalThis.registeredCommands.delete(name) };
  },
};

export const window = {
  get activeTextEditor() {
    return globalThis.editorInFront;
  },
  showInformationMessage(sentence) {
    (globalThis.shownSentences ??= []).push(sentence);
  },
};
