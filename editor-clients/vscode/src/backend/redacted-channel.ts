import type { LogOutputChannel } from 'vscode';

/** A log that never has a key in it: what passes between editor and server stands there where the user asks for it, and the settings among it have the key. */
export class RedactedChannel implements LogOutputChannel {
  /** @param redact takes the keys out of a text. */
  constructor(private readonly channel: LogOutputChannel, private readonly redact: (text: string) => string) {}

  get name() {
    return this.channel.name;
  }

  get logLevel() {
    return this.channel.logLevel;
  }

  get onDidChangeLogLevel() {
    return this.channel.onDidChangeLogLevel;
  }

  trace(message: string, ...values: unknown[]): void {
    this.channel.trace(this.redact(message), ...this.#redacted(values));
  }

  debug(message: string, ...values: unknown[]): void {
    this.channel.debug(this.redact(message), ...this.#redacted(values));
  }

  info(message: string, ...values: unknown[]): void {
    this.channel.info(this.redact(message), ...this.#redacted(values));
  }

  warn(message: string, ...values: unknown[]): void {
    this.channel.warn(this.redact(message), ...this.#redacted(values));
  }

  error(message: string | Error, ...values: unknown[]): void {
    this.channel.error(this.redact(text(message)), ...this.#redacted(values));
  }

  append(value: string): void {
    this.channel.append(this.redact(value));
  }

  appendLine(value: string): void {
    this.channel.appendLine(this.redact(value));
  }

  replace(value: string): void {
    this.channel.replace(this.redact(value));
  }

  clear(): void {
    this.channel.clear();
  }

  show(): void {
    this.channel.show();
  }

  hide(): void {
    this.channel.hide();
  }

  dispose(): void {
    this.channel.dispose();
  }

  #redacted(values: unknown[]): string[] {
    return values.map(value => this.redact(text(value)));
  }
}

function text(value: unknown): string {
  if (typeof value === 'string') return value;
  return value instanceof Error ? value.stack ?? value.message : JSON.stringify(value) ?? String(value);
}
