import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { type Surroundings, dotnetCandidates, findDotnet, requiredMajor } from './dotnet.js';
import { ProblemError } from './problem.js';

export interface Launch {
  command: string;
  arguments: string[];
  /** Where it starts. In the folder that is open a program of the same name would go before the one on the path, on Windows. */
  folder: string;
}

export interface LaunchSettings {
  /** A server to use in place of the bundled one: fathom.dll or an executable. */
  path: string | null;
  /** The program `dotnet`; null looks for it. */
  dotnet: string | null;
}

/** What finding the server needs of the machine. */
export interface Machine extends Surroundings {
  exists(file: string): Promise<boolean>;
  /** The output of `dotnet --list-runtimes`, started in a folder, or undefined where that program cannot be run. */
  listRuntimes(dotnet: string, folder: string): Promise<string | undefined>;
}

export const thisMachine: Machine = {
  environment: process.env,
  home: homedir(),
  platform: process.platform,
  exists: file => access(file).then(() => true, () => false),
  listRuntimes: (dotnet, cwd) => new Promise(resolve => {
    execFile(dotnet, ['--list-runtimes'], { cwd, timeout: 20_000, windowsHide: true }, (error, stdout) => resolve(error ? undefined : stdout));
  }),
};

/** How to start the server. Throws {@link ProblemError} where it, or the .NET that runs it, is missing. */
export async function findLaunch(settings: LaunchSettings, bundled: string, machine: Machine = thisMachine): Promise<Launch> {
  const file = settings.path ?? bundled;
  if (!await machine.exists(file)) {
    throw new ProblemError(settings.path
      ? { message: `The setting fathom.server.path names ${file}, which does not exist.`, remedy: 'settings' }
      : { message: 'This build of the extension has no server inside; install a complete one, or name a server in fathom.server.path.', remedy: 'settings' });
  }
  const line = ['serve', '--stdio'], folder = path.dirname(file);
  if (path.extname(file).toLowerCase() !== '.dll') return { command: file, arguments: line, folder };
  const dotnet = await findDotnet(dotnetCandidates(settings.dotnet, machine), candidate => machine.listRuntimes(candidate, folder));
  if (dotnet === undefined) throw new ProblemError(missingRuntime(settings.dotnet));
  return { command: dotnet, arguments: [file, ...line], folder };
}

function missingRuntime(dotnet: string | null): ProblemError['problem'] {
  return dotnet
    ? { message: `Fathom needs the .NET ${requiredMajor} runtime, and ${dotnet} (fathom.server.dotnet) does not have it.`, remedy: 'settings' }
    : { message: `Fathom needs the .NET ${requiredMajor} runtime, which was not found. Install it, or name its dotnet in fathom.server.dotnet; then restart Fathom.`, remedy: 'dotnet' };
}
