import { type CancellationToken, type Disposable, EventEmitter, type LogOutputChannel } from 'vscode';
import type { ServerStatus } from './protocol.js';
import type { Launch } from './server/launch.js';
import { type Problem, ProblemError } from './server/problem.js';
import { RestartPolicy } from './server/restart-policy.js';
import { type ServerClient, ServerRun } from './server/server-run.js';

const executeCommand = 'workspace/executeCommand';

/** What a client tells while its server lives. */
export interface ServerEvents {
  /** The connection ended without being asked to. */
  closed(): void;
  /** A request for suggestions began, or ended. */
  asking(delta: 1 | -1): void;
  status(status: ServerStatus): void;
}

/** Makes a client that is not yet started. */
export type Connect = (launch: Launch, events: ServerEvents) => ServerClient;

export type SessionState =
  | { phase: 'idle' | 'starting' }
  | { phase: 'running'; status: ServerStatus | undefined; thinking: boolean }
  | { phase: 'waiting'; seconds: number }
  | { phase: 'failed'; problem: Problem };

/** The life of the server: started when first wanted, started again after a crash, stopped with the window. */
export class Session implements Disposable {
  #state: SessionState = { phase: 'idle' };
  /** The present run; whatever an earlier one still does changes nothing. */
  #run: ServerRun | undefined;
  /** The end of all earlier runs: two at once would get in each other's way. */
  #ending: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  readonly #policy = new RestartPolicy();
  readonly #changed = new EventEmitter<SessionState>();

  readonly onDidChange = this.#changed.event;

  constructor(private readonly findLaunch: () => Promise<Launch>, private readonly connect: Connect, private readonly log: LogOutputChannel) {}

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
    void this.stop();
    await this.#start();
  }

  /** Starts the server anew, if there is one or was to be one: what it reads at its start has changed. */
  async renew(): Promise<void> {
    if (this.#state.phase !== 'idle') await this.restart();
  }

  /** Asks the server; undefined where there is none to ask, it could not answer, or has ended since. */
  async ask<Result>(method: string, parameters: object = {}): Promise<Result | undefined> {
    try {
      return await this.#request<Result>(method, parameters);
    } catch (error) {
      this.log.warn(`${method}: ${String(error)}`);
      return undefined;
    }
  }

  /** Tells the server something, if it runs; one that starts later hears of it by then. */
  async tell(method: string, parameters: object): Promise<void> {
    if (this.#state.phase !== 'running') return;
    await this.#run?.tell(method, parameters).catch((error: unknown) => this.log.warn(`${method}: ${String(error)}`));
  }

  /** Runs a command of the server. */
  execute(command: string, ...parameters: unknown[]): Promise<unknown> {
    return this.ask(executeCommand, { command, arguments: parameters });
  }

  /**
   * Runs a command of the server that the user waits for: rejects with the server's reason where it cannot be done; undefined where there is no server, or it has ended since.
   * @param token cancels it; then it rejects as well.
   */
  executeOrFail<Result>(command: string, parameter: unknown, token?: CancellationToken): Promise<Result | undefined> {
    return this.#request(executeCommand, { command, arguments: [parameter] }, token);
  }

  dispose(): void {
    void this.stop().finally(() => this.#changed.dispose());
  }

  /** Ends the server in an orderly way; resolves when it has ended. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#end(this.#run);
    this.#set({ phase: 'idle' });
    await this.#ending;
  }

  async #request<Result>(method: string, parameters: object, token?: CancellationToken): Promise<Result | undefined> {
    await this.start();
    const run = this.#run;
    if (!run || this.#state.phase !== 'running') return undefined;
    try {
      const result = await run.ask<Result>(method, parameters, token);
      return run === this.#run ? result : undefined;
    } catch (error) {
      // What a server leaves unanswered when it ends is told as its end.
      if (run !== this.#run) return undefined;
      throw error;
    }
  }

  async #start(): Promise<void> {
    const run = this.#run = new ServerRun();
    this.#set({ phase: 'starting' });
    try {
      await this.#ending;
      const launch = await this.findLaunch();
      if (run !== this.#run) return;
      this.log.info(`Starting ${[launch.command, ...launch.arguments].join(' ')}`);
      this.#policy.started();
      await run.start(this.connect(launch, this.#events(run)));
      if (run !== this.#run) return;
      this.#running(run);
      this.#took(run, await run.ask<ServerStatus>('fathom/status', {}));
    } catch (error) {
      if (run !== this.#run) return;
      if (error instanceof ProblemError) this.#set({ phase: 'failed', problem: error.problem });
      else this.#crashed(run, String(error));
    }
  }

  #events(run: ServerRun): ServerEvents {
    return {
      closed: () => this.#crashed(run, 'its connection closed'),
      asking: delta => {
        run.asking += delta;
        if (run === this.#run && this.#state.phase === 'running') this.#running(run);
      },
      status: status => this.#took(run, status),
    };
  }

  #took(run: ServerRun, status: ServerStatus): void {
    run.status = status;
    if (run === this.#run && this.#state.phase === 'running') this.#running(run);
  }

  #running({ status, asking }: ServerRun): void {
    this.#set({ phase: 'running', status, thinking: asking > 0 });
  }

  /** A server ended that should not have. */
  #crashed(run: ServerRun, reason: string): void {
    if (run !== this.#run) return;
    this.#end(run);
    const delay = this.#policy.crashed();
    this.log.error(`The server stopped: ${reason}.`);
    if (delay === undefined) {
      this.#set({ phase: 'failed', problem: { message: 'The Fathom server stopped again and again, and stays down. The log says why; a restart tries once more.', remedy: 'log' } });
      return;
    }
    this.#set({ phase: 'waiting', seconds: delay / 1000 });
    this.#timer = setTimeout(() => void this.#start(), delay);
  }

  /** From here on the run is not the present one; its end is waited for before another starts. */
  #end(run: ServerRun | undefined): void {
    this.#run = undefined;
    this.#ending = Promise.all([this.#ending, run?.end().catch((error: unknown) => this.log.debug(String(error)))]);
  }

  #set(state: SessionState): void {
    this.#state = state;
    this.#changed.fire(state);
  }
}
