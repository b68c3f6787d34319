// Finds the Neovims that the tests drive: one with its own client for inline completion, and one from before there was one.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { unpacked } from '../unpacked.mjs';

/**
 * Neovim 0.12 or newer: the one on the machine if it is that, else Debian unstable's.
 * @returns {{ command: string[], environment: object, version: string } | { missing: string }} how to start it, or the reason why it cannot be had.
 */
export function obtainNeovim() {
  return usable(['nvim'], {}, minor => minor >= 12) ?? fetched('sid', '0.12 or newer', minor => minor >= 12);
}

/** Neovim 0.10, which has no client for inline completion: Debian 13's. */
export function obtainOlderNeovim() {
  return fetched('trixie', '0.10 or 0.11', minor => minor === 10 || minor === 11);
}

function fetched(suite, wanted, suitable) {
  const { missing, command, folder } = unpacked(suite, 'neovim', 'usr/bin/nvim');
  if (missing) return { missing };
  const neovim = usable(command, { VIMRUNTIME: path.join(folder, 'usr/share/nvim/runtime') }, suitable);
  return neovim ?? { missing: `The Neovim in ${folder} does not start, or is not ${wanted}.` };
}

function usable(command, environment, suitable) {
  const { status, stdout } = spawnSync(command[0], [...command.slice(1), '--version'], { encoding: 'utf8', env: { ...process.env, ...environment } });
  const version = status === 0 ? /^NVIM v(\d+)\.(\d+)\.(\d+)/.exec(stdout) : null;
  return version && suitable(Number(version[1]) > 0 ? Infinity : Number(version[2])) ? { command, environment, version: version[0] } : undefined;
}
