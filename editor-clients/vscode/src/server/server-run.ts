import type { CancellationToken } from 'vscode';
import type { ServerStatus } from '../protocol.js';

/** What a run needs of the protocol client. */
export interface ServerClient {
  start(): Promise<void>;
  /** Ends client and server; rejects while the client is starting. */
  dispose(): Promise<void>;
  sendRequest<Result>(method: string, parameters: object, token?: CancellationToken): Promise<Result>;
  sendNotification(method: string, parameters: object): Promise<void>;
}

/** How long an end waits for a client that is starting, which cannot be ended before. */
const patienceMilliseconds = 2000;

/** One life of the server, from its start to its end. What it still says when another has begun is its own affair. */
export class ServerRun {
  /** The server's last word on itself. */
  status: ServerStatus | undefined;
  /** Requests for suggestions that are under way. */
  asking = 0;
  #client: ServerClient | undefined;
  #starting: Promise<void> = Promise.resolve();

  start(client: ServerClient): Promise<void> {
    this.#client = client;
    return this.#starting = client.start();
  }

  /** Asks the server; rejects where it has not started. */
  async ask<Result>(method: string, parameters: object, token?: CancellationToken): Promise<Result> {
    if (!this.#client) throw new Error('The server has not started.');
    // The library takes a token that is there but undefined for one more parameter.
    return token ? this.#client.sendRequest<Result>(method, parameters, token) : this.#client.sendRequest<Result>(method, parameters);
  }

  async tell(method: string, parameters: object): Promise<void> {
    await this.#client?.sendNotification(method, parameters);
  }

  /** Ends the server, also one that is still starting. */
  async end(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<boolean>(resolve => { timer = setTimeout(() => resolve(true), patienceMilliseconds); });
    const isStarting = await Promise.race([this.#starting.then(() => false, () => false), patience]);
    clearTimeout(timer);
    if (!isStarting) return this.#client?.dispose();
    // Nobody waits for it any longer; it ends all the same, once it can be ended.
    void this.#starting.then(() => this.#client?.dispose()).catch(() => {});
  }
}
