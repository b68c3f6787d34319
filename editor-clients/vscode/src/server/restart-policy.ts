/**
 * When to start a server again that ended by itself: after 1 s, 2 s, 4 s, …, and no more after the fifth time.
 * A server that ran for five minutes has recovered; the next crash counts as the first.
 */
export class RestartPolicy {
  static readonly mostCrashes = 5;
  static readonly recoveredMilliseconds = 5 * 60_000;

  #crashes = 0;
  #startedAt = 0;

  constructor(private readonly now: () => number = Date.now) {}

  started(): void {
    this.#startedAt = this.now();
  }

  /** Milliseconds to wait, or undefined when the server should stay down. */
  crashed(): number | undefined {
    if (this.now() - this.#startedAt >= RestartPolicy.recoveredMilliseconds) this.#crashes = 0;
    this.#crashes++;
    return this.#crashes >= RestartPolicy.mostCrashes ? undefined : 1000 * 2 ** (this.#crashes - 1);
  }

  /** The user asks for another start: what was before does not count. */
  forget(): void {
    this.#crashes = 0;
  }
}
