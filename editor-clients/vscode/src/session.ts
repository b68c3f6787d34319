import { type Disposable, EventEmitter, type LogOutputChannel } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import type { ServerStatus } from './protocol.js';
import { type ClientEvents, createClient } from './server/client.js';
import type { Launch } from './server/launch.js';
import { type Problem, ProblemError } from './server/problem.js';
import { RestartPolicy } from './server/restart-policy.js';

export type SessionState =
  | { phase: 'idle' | 'starting' }
  | { phase: 'running'; status: ServerStatus | undefined; thinking: boolean }
  | { phase: 'waiting'; seconds: number }
  | { phase: 'failed'; problem: Problem };

/** The life of the server: started when first wanted, started again after a crash, stopped with the window. */
export class Session implements Disposable {
  #state: SessionState = { phase: 'idle' };
  #client: LanguageClient | undefined;
  #asking = 0;
  #status: ServerStatus | undefined;
  #timer: NodeJS.Timeout | undefined;
  /** Counts starts and stops, so that a start that was overtaken while it waited notices. */
  #turn = 0;
  readonly #policy = new RestartPolicy();
  readonly #changed = new EventEmitter<SessionState>();

  readonly onDidChange = this.#changed.event;

  constructor(private readonly findLaunch: () => Promise<Launch>, private readonly log: LogOutputChannel) {}

  get state(): SessionState {
    return this.#state;
  }

  /** Starts the server unless that was done before. */
  async start(): Promise<void> {
    if (this.#state.phase === 'idle') await this.#start();
  }

  /** Starts the server if need be; resolves when it has a model, or has failed to get one. */
  async loaded(): Promise<void> {
    await this.start();
    const settled = (state: SessionState) => state.phase === 'failed' || state.phase === 'running' && (state.status?.kind === 'Error' || Boolean(state.status?.model));
    if (settled(this.#state)) return;
    await new Promise<void>(resolve => {
      const subscription = this.onDidChange(state => {
        if (!settled(state)) return;
        subscription.dispose();
        resolve();
      });
    });
  }

  /** Starts the server anew, whatever its state. */
  async restart(): Promise<void> {
    this.#policy.forget();
    await this.stop();
    await this.#start();
  }

  /** Asks the server; undefined where there is none to ask, or it could not answer. */
  async ask<Result>(method: string, parameters: object = {}): Promise<Result | undefined> {
    await this.start();
    const client = this.#client;
    if (!client || this.#state.phase !== 'running') return undefined;
    try {
      return await client.sendRequest<Result>(method, parameters);
    } catch (error) {
      this.log.warn(`${method}: ${String(error)}`);
      return undefined;
    }
  }

  /** Runs a command of the server. */
  execute(command: string, ...parameters: unknown[]): Promise<unknown> {
    return this.ask('workspace/executeCommand', { command, arguments: parameters });
  }

  dispose(): void {
    void this.stop().finally(() => this.#changed.dispose());
  }

  async #start(): Promise<void> {
    const turn = ++this.#turn;
    this.#set({ phase: 'starting' });
    let client: LanguageClient | undefined;
    try {
      const launch = await this.findLaunch();
      if (turn !== this.#turn) return;
      this.log.info(`Starting ${[launch.command, ...launch.arguments].join(' ')}`);
      client = createClient(launch, this.log, this.#events(() => client));
      this.#client = client;
      client.onNotification('fathom/didChangeStatus', (status: ServerStatus) => this.#took(client, status));
      this.#policy.started();
      await client.start();
      if (this.#client !== client) return;
      this.#running();
      this.#took(client, await client.sendRequest<ServerStatus>('fathom/status', {}));
    } catch (error) {
      if (turn !== this.#turn) return;
      if (error instanceof ProblemError) this.#set({ phase: 'failed', problem: error.problem });
      else this.#ended(client, String(error));
    }
  }

  #events(client: () => LanguageClient | undefined): ClientEvents {
    return {
      closed: () => this.#ended(client(), 'its connection closed'),
      asking: delta => {
        this.#asking += delta;
        if (this.#state.phase === 'running') this.#running();
      },
    };
  }

  #took(client: LanguageClient | undefined, status: ServerStatus): void {
    if (this.#client !== client) return;
    this.#status = status;
    if (this.#state.phase === 'running') this.#running();
  }

  #running(): void {
    this.#set({ phase: 'running', status: this.#status, thinking: this.#asking > 0 });
  }

  /** A server ended that should not have. */
  #ended(client: LanguageClient | undefined, reason: string): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    this.#status = undefined;
    this.#asking = 0;
    const delay = this.#policy.crashed();
    this.log.error(`The server stopped: ${reason}.`);
    if (delay === undefined) {
      this.#set({ phase: 'failed', problem: { message: 'The Fathom server stopped again and again, and stays down. The log says why; a restart tries once more.', remedy: 'log' } });
      return;
    }
    this.#set({ phase: 'waiting', seconds: delay / 1000 });
    this.#timer = setTimeout(() => void this.#start(), delay);
  }

  /** Ends the server in an orderly way; resolves when it has ended. */
  async stop(): Promise<void> {
    this.#turn++;
    clearTimeout(this.#timer);
    const client = this.#client;
    this.#client = undefined;
    this.#status = undefined;
    this.#asking = 0;
    this.#set({ phase: 'idle' });
    await client?.dispose().catch((error: unknown) => this.log.warn(String(error)));
  }

  #set(state: SessionState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}
