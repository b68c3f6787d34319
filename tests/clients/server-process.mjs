// The built server as a child process, its traffic recorded and checked.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { FrameReader } from './protocol/frames.mjs';
import { TrafficCheck } from './protocol/traffic-check.mjs';
import { repository } from './repository.mjs';
import { within } from './waiting.mjs';

/** The built server; FATHOM_SERVER names another one. */
export const serverFile = process.env.FATHOM_SERVER ?? repository('server/Fathom.Server/bin/Release/net10.0/fathom.dll');

/** The command line that an editor would use. */
export const serverCommand = ['dotnet', serverFile, 'serve', '--stdio'];

/** In place of the user's own cache folder. */
const cacheFolder = mkdtempSync(path.join(tmpdir(), 'fathom-cache-'));
process.on('exit', () => rmSync(cacheFolder, { recursive: true, force: true }));

export class ServerProcess {
  #child;
  #check;

  /** Every message as it stood on the wire: `{ from: 'client' | 'server', message }`. */
  traffic = [];

  /** What the server wrote to its log. */
  log = '';

  /** Answers of the server to requests of a method, in the order in which they were written. */
  answers(method) {
    return answers(this.traffic, method);
  }

  /** What was wrong with the bytes or messages so far. */
  get problems() {
    return this.#check.problems;
  }

  get processId() {
    return this.#child.pid;
  }

  /** Bytes written here go to the server. */
  input = new PassThrough();

  /** Bytes of the server. */
  output = new PassThrough();

  /** Resolves to the exit code, or to the name of the signal that ended the process. */
  exited;

  /**
   * @param {string[]} [options.arguments] more arguments for `serve`.
   * @param {boolean} [options.hostile] the client is going to write what the protocol does not allow: only the server's side is checked.
   * @param {object} [options.environment] more environment variables.
   */
  constructor({ arguments: more = [], hostile = false, environment = {} } = {}) {
    if (!existsSync(serverFile)) throw new Error(`${serverFile} is not there; build the solution first: dotnet build Lsp.sln -c Release`);
    this.#check = new TrafficCheck({ hostile });
    const [program, ...line] = serverCommand;
    this.#child = spawn(program, [...line, ...more], { stdio: 'pipe', env: { ...process.env, XDG_CACHE_HOME: cacheFolder, ...environment } });
    // A server that a failed test leaves behind must not keep the test run waiting; it ends with its input.
    for (const handle of [this.#child, this.#child.stdin, this.#child.stdout, this.#child.stderr]) handle.unref();
    this.exited = new Promise((resolve, reject) => {
      this.#child.on('error', reject);
      this.#child.on('close', (code, signal) => resolve(code ?? signal));
    });
    this.#child.stderr.on('data', data => { this.log += data; });
    // The server may end while we write; that is for the test to notice by its exit code.
    this.#child.stdin.on('error', () => {});

    this.#tap('server', this.#child.stdout, this.output);
    if (hostile) this.input.pipe(this.#child.stdin);
    else this.#tap('client', this.input, this.#child.stdin);
  }

  /** Takes note of a message; hostile clients call it for those of their messages that are whole. */
  record(from, message) {
    this.traffic.push({ from, message });
    this.#check.message(from, message);
  }

  /** Ends the process if it has not ended; for tests that are done with it. */
  async kill() {
    this.#child.kill('SIGKILL');
    await this.exit();
  }

  /** The exit code, waited for. */
  exit() {
    return within(this.exited, 'the server ends');
  }

  #tap(from, source, target) {
    const frames = new FrameReader(message => this.record(from, message));
    source.on('data', bytes => {
      try {
        frames.push(bytes);
      } catch (error) {
        this.#check.problems.push(`${from}: ${error.message}`);
      }
    });
    source.on('end', () => {
      if (frames.rest > 0) this.#check.problems.push(`${from}: the stream ends inside a message`);
    });
    source.pipe(target);
  }
}

/** Answers to a client's requests of a method in a record of traffic, each with the `params` that were asked. */
export function answers(traffic, method) {
  const asked = new Map(traffic.filter(({ from, message }) => from === 'client' && message.method === method).map(({ message }) => [message.id, message.params]));
  // Requests of the server have ids too, and the same numbers.
  return traffic.filter(({ from, message }) => from === 'server' && !('method' in message) && asked.has(message.id)).map(({ message }) => ({ ...message, params: asked.get(message.id) }));
}
