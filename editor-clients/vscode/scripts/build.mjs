// Bundles the extension into one file: dist/extension.js.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const extension = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** @param {string} file where the bundle goes. */
export async function bundle(file = path.join(extension, 'dist/extension.js')) {
  await build({
    entryPoints: [path.join(extension, 'src/extension.ts')],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    legalComments: 'eof',
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle();
