import { build } from 'esbuild';
import { repository } from '../../clients/repository.mjs';

/** Imports a module of the extension's source that does not need the editor. */
export async function compiled(file) {
  const { outputFiles: [bundle] } = await build({
    entryPoints: [repository(`editor-clients/vscode/src/${file}.ts`)], bundle: true, write: false, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning',
  });
  return import(`data:text/javascript;base64,${Buffer.from(bundle.contents).toString('base64')}`);
}
