import { type Disposable, EventEmitter, type TextDocument, type TextEditor, window } from 'vscode';
import type { ServerStatus } from '../protocol.js';
import type { Session, SessionState } from '../session.js';

/** After the last answer, before latency is asked for: not between two keystrokes. */
const restMilliseconds = 500;

/** What the server says about the file in front: asked when another file comes to the front, when the server's own state changes, and when answers pause. */
export class DocumentStatus implements Disposable {
  #status: ServerStatus | undefined;
  #asked = 0;
  #basis: SessionState = { phase: 'idle' };
  #rest: NodeJS.Timeout | undefined;
  readonly #changed = new EventEmitter<void>();
  readonly #subscriptions: Disposable[];

  readonly onDidChange = this.#changed.event;

  constructor(private readonly session: Session) {
    this.#subscriptions = [
      window.onDidChangeActiveTextEditor(() => void this.refresh()),
      session.onDidChange(state => this.#follow(state)),
    ];
  }

  /** Undefined while there is no server or no file in front. */
  get status(): ServerStatus | undefined {
    return this.#status;
  }

  async refresh(): Promise<void> {
    const turn = ++this.#asked;
    const document = frontDocument();
    const status = document && this.session.state.phase === 'running'
      ? await this.session.ask<ServerStatus>('fathom/status', { textDocument: { uri: document.uri.toString() } })
      : undefined;
    if (turn !== this.#asked) return;
    this.#status = status;
    this.#changed.fire();
  }

  dispose(): void {
    clearTimeout(this.#rest);
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#changed.dispose();
  }

  #follow(state: SessionState): void {
    const before = this.#basis;
    this.#basis = state;
    clearTimeout(this.#rest);
    if (state.phase !== 'running' || before.phase !== 'running' || state.status !== before.status) void this.refresh();
    else if (before.thinking && !state.thinking) this.#rest = setTimeout(() => void this.refresh(), restMilliseconds);
  }
}

/** The document in front, if it is one that the server sees. */
export function frontDocument(editor: TextEditor | undefined = window.activeTextEditor): TextDocument | undefined {
  const document = editor?.document;
  return document && ['file', 'untitled'].includes(document.uri.scheme) ? document : undefined;
}
