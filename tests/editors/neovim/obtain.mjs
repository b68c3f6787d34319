// Finds a Neovim that has inline completion: the one on the machine if it is new enough, else one unpacked by fetch.sh.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/**
 * @returns {{ command: string[], environment: object, version: string } | { missing: string }}
 * How to start it, or the reason why it cannot be had.
 */
export function obtainNeovim() {
  return usable(['nvim'], {}) ?? fetched();
}

function fetched() {
  const { status, stdout, stderr } = spawnSync('bash', [path.join(here, 'fetch.sh')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) return { missing: stderr.trim().split('\n').at(-1) || 'fetch.sh could not be run.' };
  const folder = stdout.trim().split('\n').at(-1);
  // Its libraries are newer than the machine's, so it starts through its own loader.
  const loader = [path.join(folder, 'usr/lib64/ld-linux-x86-64.so.2'), '--library-path', path.join(folder, 'usr/lib/x86_64-linux-gnu')];
  const neovim = usable([...loader, path.join(folder, 'usr/bin/nvim')], { VIMRUNTIME: path.join(folder, 'usr/share/nvim/runtime') });
  return neovim ?? { missing: `The Neovim in ${folder} does not start, or is older than 0.12.` };
}

function usable(command, environment) {
  const { status, stdout } = spawnSync(command[0], [...command.slice(1), '--version'], { encoding: 'utf8', env: { ...process.env, ...environment } });
  const version = status === 0 ? /^NVIM v(\d+)\.(\d+)\.(\d+)/.exec(stdout) : null;
  const recent = version && (Number(version[1]) > 0 || Number(version[2]) >= 12);
  return recent ? { command, environment, version: version[0] } : undefined;
}
