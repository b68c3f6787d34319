// Stands between an editor and its server and writes down the bytes that pass, and when the server started and ended: recorder.mjs FILE PROGRAM ARGUMENTS...
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

const [file, program, ...line] = process.argv.slice(2);
const note = what => appendFileSync(file, `${JSON.stringify({ pid: child.pid, ...what })}\n`);
const child = spawn(program, line, { stdio: ['pipe', 'pipe', 'inherit'] });
note({ state: 'started' });
const record = from => bytes => note({ from, bytes: bytes.toString('base64') });

process.stdin.on('data', record('client')).pipe(child.stdin);
child.stdout.on('data', record('server')).pipe(process.stdout);
// An editor that is gone, or ends its servers with a signal, is not our end: the server's is.
for (const stream of [process.stdout, child.stdin]) stream.on('error', () => {});
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.on(signal, () => child.kill(signal));
child.on('close', (code, signal) => {
  note({ state: 'ended' });
  // As the server ended, so does what the editor takes for it.
  if (signal) {
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  } else {
    process.exit(code);
  }
});
