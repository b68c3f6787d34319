import path from 'node:path';

/** The version of .NET that the server is built for. */
export const requiredMajor = 10;

export interface Surroundings {
  environment: Record<string, string | undefined>;
  home: string;
  platform: NodeJS.Platform;
}

/** Where .NET may be: what the user says or nothing else; otherwise PATH, DOTNET_ROOT and the places of the usual installers. */
export function dotnetCandidates(setting: string | null, { environment, home, platform }: Surroundings): string[] {
  if (setting) return [setting];
  const { join } = platform === 'win32' ? path.win32 : path.posix;
  const program = platform === 'win32' ? 'dotnet.exe' : 'dotnet';
  const usual = {
    win32: [join(environment['ProgramFiles'] ?? 'C:\\Program Files', 'dotnet'), join(environment['LOCALAPPDATA'] ?? home, 'Microsoft', 'dotnet')],
    darwin: ['/usr/local/share/dotnet', '/opt/homebrew/bin', join(home, '.dotnet')],
  }[platform as string] ?? ['/usr/share/dotnet', '/usr/lib/dotnet', '/usr/lib64/dotnet', '/snap/bin', join(home, '.dotnet')];
  const root = environment['DOTNET_ROOT'];
  return ['dotnet', ...[...(root ? [root] : []), ...usual].map(folder => join(folder, program))];
}

/** Whether the output of `dotnet --list-runtimes` names a runtime that can run the server. */
export function hasRequiredRuntime(listing: string): boolean {
  return listing.split(/\r?\n/).some(line => line.startsWith(`Microsoft.NETCore.App ${requiredMajor}.`));
}

/** The first candidate whose list of runtimes has the required one. */
export async function findDotnet(candidates: string[], listRuntimes: (dotnet: string) => Promise<string | undefined>): Promise<string | undefined> {
  for (const candidate of candidates) {
    const listing = await listRuntimes(candidate);
    if (listing !== undefined && hasRequiredRuntime(listing)) return candidate;
  }
  return undefined;
}
