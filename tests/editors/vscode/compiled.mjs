import { build } from 'esbuild';
import { repository } from '../../clients/repository.mjs';

/** Imports a module of the extension's source. What it needs of the editor at run time comes from `editor.mjs`. */
export async function compiled(file) {
  const { outputFiles: [bundle] } = await build({
    entryPoints: [repository(`editor-clients/vscode/src/${file}.ts`)], bundle: true, write: false, platform: 'node', format: 'esm', target: 'node20', logLevel: 'warning',
    alias: { vscode: repository('tests/editors/vscode/editor.mjs') },
  });
  return import(`data:text/javascript;base64,${Buffer.from(bundle.contents).toString('base64')}`);
}
