// Builds the .vsix: the bundled extension, and the server that .NET runs, for one platform, compiled ahead where that can be done.
//   npm run package [-- --target TARGET] [--out FILE]      (default: this machine, artifacts/vscode/fathom-<target>.vsix)
//   npm run package -- --all                               every platform that there is a server for
// Needs no network once the packages of npm and NuGet are on the machine.
import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { bundle } from './build.mjs';
import { cannotBeCompiledAhead } from './compiled-ahead.mjs';
import { headerLength, nativeProblems } from './native-libraries.mjs';
import { runtimeIdentifier, targets, thisTarget } from './targets.mjs';

const extension = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const repository = path.resolve(extension, '../..');
const { values: options } = parseArgs({ options: { target: { type: 'string', default: thisTarget }, out: { type: 'string' }, all: { type: 'boolean', default: false } } });

/** Files of a published server that only developers need. */
const ballast = /\.(pdb|xml|lib|so\.dbg)$|[/\\]models[/\\].*\.(png|csv)$/;

try {
  for (const target of options.all ? targets : [options.target]) await packageFor(target);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function packageFor(target) {
  // npm runs this in the extension's folder; a path is meant from where the user stands.
  const out = options.out && !options.all ? path.resolve(process.env.INIT_CWD ?? '.', options.out) : path.join(repository, `artifacts/vscode/fathom-${target}.vsix`);
  const stage = path.join(repository, `.cache/vscode-stage-${target}`);
  const runtime = runtimeIdentifier(target);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(stage, { recursive: true });
  mkdirSync(path.dirname(out), { recursive: true });
  publishServer(runtime, path.join(stage, 'server'));
  checkNativeLibraries(path.join(stage, 'server'), target);
  await bundle(path.join(stage, 'dist/extension.js'));
  for (const part of ['README.md', 'media']) cpSync(path.join(extension, part), path.join(stage, part), { recursive: true });
  cpSync(path.join(repository, 'LICENSE'), path.join(stage, 'LICENSE'));
  writeManifest(stage);
  await createVSIX({ cwd: stage, target, packagePath: out, dependencies: false, allowMissingRepository: true });
}

/** The published server without what a user has no use for. */
function publishServer(runtime, folder) {
  // Folders of its own, so that the build of the working tree stays as it is.
  const build = path.join(repository, '.cache/publish');
  const published = path.join(build, `server-${runtime}`);
  const line = [
    'publish', path.join(repository, 'server/Fathom.Server'), '-c', 'Release', '-r', runtime, '--self-contained', 'false', '-p:UseAppHost=false',
    '--artifacts-path', build, '-o', published, '-v', 'quiet', '-nologo',
  ];
  const publish = (...more) => {
    rmSync(published, { recursive: true, force: true });
    const result = spawnSync('dotnet', [...line, ...more], { stdio: ['ignore', 'pipe', 'inherit'], encoding: 'utf8' });
    if (result.error?.code === 'ENOENT') throw new Error('dotnet was not found; install the .NET 10 SDK.');
    if (result.error) throw new Error(`dotnet could not be started: ${result.error.message}`);
    return result;
  };
  let { status, stdout } = publish();
  if (status !== 0 && cannotBeCompiledAhead(stdout, runtime)) {
    console.warn(`The server for ${runtime} is not compiled ahead and starts more slowly: NuGet has no Microsoft.NETCore.App.Runtime.${runtime} here.`);
    ({ status, stdout } = publish('-p:PublishReadyToRun=false'));
  }
  if (status !== 0) throw new Error(`The server could not be published: dotnet ${line.join(' ')}\n${stdout}`);
  cpSync(published, folder, { recursive: true, filter: file => !ballast.test(file) });
}

/** A server with the libraries of another platform would start and fail. */
function checkNativeLibraries(folder, target) {
  const problems = nativeProblems(readdirSync(folder), name => header(path.join(folder, name)), target);
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function header(file) {
  const bytes = Buffer.alloc(headerLength), descriptor = openSync(file, 'r');
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, headerLength, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** package.json without what only building needs. */
function writeManifest(stage) {
  const { devDependencies: _, scripts: __, private: ___, ...manifest } = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8'));
  writeFileSync(path.join(stage, 'package.json'), JSON.stringify({ ...manifest, files: ['**'] }, undefined, 2));
}
