// Finds what VS Code is driven with: code-server (installed by fetch.sh) and a Chromium.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/**
 * @returns {{ node: string, entry: string, browser: string } | { missing: string }}
 * The Node that runs code-server, its main file and the browser, or the reason why they cannot be had.
 */
export function obtainVsCode() {
  const browser = browsers.find(file => existsSync(file));
  if (!browser) return { missing: 'No Chromium is on this machine (Debian package chromium).' };
  const { status, stdout, stderr } = spawnSync('bash', [path.join(here, 'fetch.sh')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) return { missing: stderr.trim().split('\n').at(-1) || 'fetch.sh could not be run.' };
  const modules = path.join(stdout.trim().split('\n').at(-1), 'node_modules');
  return { node: path.join(modules, 'node/bin/node'), entry: path.join(modules, 'code-server/out/node/entry.js'), browser };
}

/** What the package is made from. */
const sources = ['Directory.Build.props', 'Directory.Packages.props', 'package-lock.json', 'editor-clients/vscode', 'server', 'onnx-export/Fathom.OnnxExport', 'models'];

/** The packaged extension of the working tree, built where something is newer than the last one; FATHOM_VSIX names another one. */
export function packagedExtension() {
  if (process.env.FATHOM_VSIX) return process.env.FATHOM_VSIX;
  const root = path.resolve(here, '../../..');
  const file = path.join(root, '.cache/vscode-test.vsix');
  if (!existsSync(file) || Math.max(...sources.map(source => newest(path.join(root, source)))) > statSync(file).mtimeMs) {
    execFileSync('npm', ['run', '--silent', 'package', '--', '--out', file], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  }
  return file;
}

/** When a file, or anything in a folder that nobody built, was last changed. */
function newest(file) {
  const { mtimeMs } = statSync(file);
  if (!statSync(file).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(file).filter(name => !['bin', 'obj', 'dist', 'node_modules'].includes(name)).map(name => newest(path.join(file, name))));
}
