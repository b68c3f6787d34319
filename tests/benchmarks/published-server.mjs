// What users run: the server as it is published, compiled ahead of time. To be imported before anything that starts a server; FATHOM_SERVER names another one.
import { spawnSync } from 'node:child_process';
import { repository } from '../clients/repository.mjs';

if (!process.env.FATHOM_SERVER) {
  const folder = repository('artifacts/server');
  const line = ['publish', repository('server/Fathom.Server'), '-c', 'Release', '-o', folder, '-v', 'quiet', '-nologo'];
  if (spawnSync('dotnet', line, { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0) throw new Error(`The server could not be published: dotnet ${line.join(' ')}`);
  process.env.FATHOM_SERVER = `${folder}/fathom.dll`;
}
