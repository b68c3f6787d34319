import { type Disposable, EventEmitter, type SecretStorage } from 'vscode';
import type { Backend } from './backend.js';

const name = 'fathom.backend.key';

/** A key and the back end that it was entered for, which is the only one that gets it. */
interface Entry extends Backend {
  key: string;
}

/** The key of the back end, in the editor's storage of secrets and nowhere else. */
export class BackendKeys implements Disposable {
  #entry: Entry | undefined;
  /** The keys that there were since the window opened, as they are and as JSON writes them: what still speaks of one may come after another one is set. */
  readonly #known = new Set<string>();
  readonly #changed = new EventEmitter<void>();
  readonly #subscription: Disposable;

  /** The key was set or forgotten, in this window or another. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly secrets: SecretStorage) {
    this.#subscription = secrets.onDidChange(async ({ key }) => {
      if (key !== name) return;
      await this.load();
      this.#changed.fire();
    });
  }

  /** Reads what is stored; before that no key is known. */
  async load(): Promise<void> {
    const stored = await this.secrets.get(name);
    this.#entry = stored === undefined ? undefined : JSON.parse(stored) as Entry;
    if (this.#entry) for (const form of [this.#entry.key, JSON.stringify(this.#entry.key).slice(1, -1)]) this.#known.add(form);
  }

  /** The key of this back end; undefined where none was entered for it. */
  of({ kind, url }: Backend): string | undefined {
    return this.#entry?.kind === kind && this.#entry.url === url ? this.#entry.key : undefined;
  }

  /** A text without any of the keys, for logs. */
  redacted(text: string): string {
    // The longest first: one may be the start of another.
    return [...this.#known].sort((one, other) => other.length - one.length).reduce((rest, key) => rest.replaceAll(key, '(key)'), text);
  }

  async set({ kind, url }: Backend, key: string): Promise<void> {
    await this.secrets.store(name, JSON.stringify({ kind, url, key } satisfies Entry));
  }

  async forget(): Promise<void> {
    await this.secrets.delete(name);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
