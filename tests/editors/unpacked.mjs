// Editors from Debian packages, unpacked by fetch.sh.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * An editor of a suite of Debian.
 * @param {string} program its path below the unpacked folder
 * @returns {{ command: string[], folder: string } | { missing: string }} how to start it, or the reason why it cannot be had.
 */
export function unpacked(suite, name, program) {
  const { status, stdout, stderr } = spawnSync('bash', [path.join(here, 'fetch.sh'), suite, name, program], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) return { missing: stderr.trim().split('\n').at(-1) || 'fetch.sh could not be run.' };
  const folder = stdout.trim().split('\n').at(-1);
  // Its libraries are newer than the machine's, so it starts through its own loader.
  const loader = [path.join(folder, 'usr/lib64/ld-linux-x86-64.so.2'), '--library-path', path.join(folder, 'usr/lib/x86_64-linux-gnu')];
  return { command: [...loader, path.join(folder, program)], folder };
}
