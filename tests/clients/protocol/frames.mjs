// The base protocol: a header that says how many bytes follow, and a JSON body in UTF-8.

/** The bytes of one message. `headers` replaces the usual header lines. */
export function frame(message, headers) {
  const body = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message), 'utf8');
  const lines = headers ?? [`Content-Length: ${body.length}`];
  return Buffer.concat([Buffer.from(lines.map(line => `${line}\r\n`).join('') + '\r\n', 'ascii'), body]);
}

/** Cuts a byte stream into messages. Strict: throws on anything that is not exactly a header and a JSON body. */
export class FrameReader {
  #buffered = Buffer.alloc(0);
  #onMessage;

  constructor(onMessage) {
    this.#onMessage = onMessage;
  }

  /** Bytes of an unfinished message. */
  get rest() {
    return this.#buffered.length;
  }

  push(bytes) {
    this.#buffered = this.#buffered.length === 0 ? bytes : Buffer.concat([this.#buffered, bytes]);
    for (;;) {
      const end = this.#buffered.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = bodyLength(this.#buffered.toString('latin1', 0, end));
      const start = end + 4;
      if (this.#buffered.length < start + length) return;
      const body = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.#buffered.subarray(start, start + length));
      this.#buffered = this.#buffered.subarray(start + length);
      this.#onMessage(JSON.parse(body));
    }
  }
}

function bodyLength(header) {
  const fields = header.split('\r\n').map(line => /^([\w-]+): (.*)$/.exec(line) ?? fail(`'${line}' is no header line`));
  const lengths = fields.filter(([, name]) => name === 'Content-Length').map(([, , value]) => value);
  if (lengths.length !== 1 || !/^\d+$/.test(lengths[0])) fail(`'${header}' has not one Content-Length`);
  return Number(lengths[0]);
}

function fail(sentence) {
  throw new Error(`Not a message of the base protocol: ${sentence}.`);
}
