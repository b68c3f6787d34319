// Stands between an editor and its server and writes down the bytes that pass: recorder.mjs FILE PROGRAM ARGUMENTS...
import { spawn } from 'node:child_process';
import { appendFileSync } from 'node:fs';

const [file, program, ...line] = process.argv.slice(2);
const child = spawn(program, line, { stdio: ['pipe', 'pipe', 'inherit'] });
const record = from => bytes => appendFileSync(file, `${JSON.stringify({ from, bytes: bytes.toString('base64') })}\n`);

process.stdin.on('data', record('client')).pipe(child.stdin);
child.stdout.on('data', record('server')).pipe(process.stdout);
child.stdin.on('error', () => {});
child.on('close', code => process.exit(code ?? 1));
