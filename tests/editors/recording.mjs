// What passes between an editor and its servers. The editor starts `dotnet` as its documentation says; the one it finds first on the path is a recorder.
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FrameReader } from '../clients/protocol/frames.mjs';
import { repository } from '../clients/repository.mjs';
import { answers } from '../clients/server-process.mjs';
import { until } from '../clients/waiting.mjs';

export class Recording {
  #file;
  #read = 0;
  #servers = 0;
  #messages = [];
  /** Of each server, for what comes from either side: more than one may run. */
  #readers = new Map();
  /** Process ids of the servers, in the order of their starts. */
  #started = [];

  /** Programs `dotnet` and `scripted-server` that record, in a new folder `bin` of `folder`. */
  constructor(folder) {
    this.#file = path.join(folder, 'traffic.jsonl');
    writeFileSync(this.#file, '');
    const programs = path.join(folder, 'bin');
    mkdirSync(programs);
    const recorder = `'${process.execPath}' '${repository('tests/editors/recorder.mjs')}' '${this.#file}'`;
    // Only a server's messages are recorded, not what else dotnet is asked.
    this.#program(programs, 'dotnet', `[ "$2" = serve ] || exec dotnet "$@"\nexec ${recorder} dotnet "$@"`);
    this.#program(programs, 'scripted-server', `exec ${recorder} '${process.execPath}' '${repository('tests/editors/scripted-server.mjs')}' "$@"`);
    /** The `dotnet` that records. */
    this.dotnet = path.join(programs, 'dotnet');
    /** The PATH for the editor. */
    this.path = `${programs}${path.delimiter}${process.env.PATH}`;
  }

  /** Messages between editor and servers so far: `{ from, message, server }`, where `server` counts the starts from 1. */
  traffic() {
    const added = readFileSync(this.#file).subarray(this.#read).toString();
    const whole = added.slice(0, added.lastIndexOf('\n') + 1);
    this.#read += Buffer.byteLength(whole);
    for (const line of whole.split('\n').slice(0, -1)) {
      const { state, pid, from, bytes } = JSON.parse(line);
      if (state === 'started') this.#starts(pid);
      else if (state === 'ended') this.#servers--;
      else this.#readers.get(pid)[from].push(Buffer.from(bytes, 'base64'));
    }
    return this.#messages;
  }

  /** Answers to requests of a method so far, each with the `params` that were asked. */
  answers(method) {
    return answers(this.traffic(), method);
  }

  /** Process ids of all servers so far. */
  servers() {
    this.traffic();
    return this.#started;
  }

  /** Waits for the end of the servers, which may have something left to write when the editor is gone. */
  serversEnded() {
    return until(() => this.traffic() && this.#servers === 0, 'the server ends too');
  }

  #starts(pid) {
    this.#servers++;
    const server = this.#started.push(pid);
    this.#readers.set(pid, Object.fromEntries(['client', 'server'].map(from => [from, new FrameReader(message => this.#messages.push({ from, message, server }))])));
  }

  #program(folder, name, script) {
    const file = path.join(folder, name);
    writeFileSync(file, `#!/bin/sh\nexport PATH='${process.env.PATH}'\n${script}\n`);
    chmodSync(file, 0o755);
  }
}
