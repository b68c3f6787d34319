// What it takes to build the extension, and what is in its packages.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import semver from 'semver';
import yauzl from 'yauzl';
import { cannotBeCompiledAhead } from '../../../editor-clients/vscode/scripts/compiled-ahead.mjs';
import { headerLength, nativeProblems, platformsOf } from '../../../editor-clients/vscode/scripts/native-libraries.mjs';
import { runtimeIdentifier, targets, thisTarget } from '../../../editor-clients/vscode/scripts/targets.mjs';
import { repository } from '../../clients/repository.mjs';
import { packagedExtension } from './obtain.mjs';

const json = file => JSON.parse(readFileSync(repository(file), 'utf8'));

test('every package that is installed supports the oldest Node that package.json promises', () => {
  const oldest = semver.minVersion(json('package.json').engines.node);

  const refusing = Object.entries(json('package-lock.json').packages).filter(([, { engines }]) => engines?.node && !semver.satisfies(oldest, engines.node));

  assert.deepEqual(refusing.map(([name, { engines }]) => `${name}: Node ${engines.node}`), []);
});

/** The files of a package, by name, with their first bytes. */
function contents(file) {
  return new Promise((resolve, reject) => {
    const files = new Map();
    yauzl.open(file, { lazyEntries: true }, (failure, archive) => {
      if (failure) return reject(failure);
      archive.on('error', reject).on('end', () => resolve(files)).on('entry', entry => {
        archive.openReadStream(entry, (broken, stream) => {
          if (broken) return reject(broken);
          const parts = [];
          stream.on('error', reject).on('data', part => parts.push(part)).on('end', () => {
            files.set(entry.fileName, Buffer.concat(parts).subarray(0, headerLength));
            archive.readEntry();
          });
        });
      });
      archive.readEntry();
    });
  });
}

describe('the package', () => {
  // This machine's, and those of other platforms that were built ('npm run package -- --all').
  const folder = repository('artifacts/vscode');
  const built = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.vsix')) : [];
  const packages = [[thisTarget, () => packagedExtension()], ...built.map(name => [/^fathom-(.+)\.vsix$/.exec(name)[1], () => path.join(folder, name)])];

  for (const [target, file] of packages) {
    test(`for ${target} has the extension, the server and its model, and native libraries of that platform alone`, async () => {
      const files = await contents(file());

      for (const name of ['package.json', 'readme.md', 'LICENSE.txt', 'dist/extension.js', 'server/fathom.dll', 'server/fathom.runtimeconfig.json', 'server/models/fathom-nano/model.onnx.data']) {
        assert.ok(files.has(`extension/${name}`), name);
      }
      const server = new Map([...files].filter(([name]) => /^extension\/server\/[^/]+$/.test(name)).map(([name, header]) => [name.slice('extension/server/'.length), header]));
      assert.deepEqual(nativeProblems([...server.keys()], name => server.get(name), target), []);
      assert.match(files.get('extension.vsixmanifest').toString(), new RegExp(`<Identity [^>]*TargetPlatform="${target}"`));
      assert.deepEqual([...files.keys()].filter(name => /\.(pdb|ts|map)$|node_modules/.test(name)), []);
    });
  }
});

test('a server is not compiled ahead only where the package for that is all that is missing', () => {
  const missing = name => `Server.csproj : error NU1101: Unable to find package ${name}. No packages exist with this id in source(s): one\n`;
  const runtimes = missing('Microsoft.NETCore.App.Runtime.win-arm64') + missing('Microsoft.AspNetCore.App.Runtime.win-arm64');

  assert.ok(cannotBeCompiledAhead(runtimes, 'win-arm64'));
  assert.ok(!cannotBeCompiledAhead(runtimes, 'win-x64'));
  assert.ok(!cannotBeCompiledAhead(runtimes + missing('Spectre.Console'), 'win-arm64'));
  assert.ok(!cannotBeCompiledAhead('error CS1002: ; expected', 'win-arm64'));
});

describe('the platform of a native library', () => {
  const bytes = (...parts) => Buffer.concat([...parts, Buffer.alloc(256)]);
  const elf = bytes(Buffer.from('7f454c46020101000000000000000000', 'hex'), Buffer.from([3, 0, 183, 0]));
  const universal = bytes(Buffer.from('cafebabe00000002', 'hex'), Buffer.from('01000007' + '00'.repeat(16), 'hex'), Buffer.from('0100000c' + '00'.repeat(16), 'hex'));

  test('is told by its first bytes', () => {
    assert.deepEqual(platformsOf(elf), ['linux-arm64']);
    assert.deepEqual(platformsOf(universal), ['darwin-x64', 'darwin-arm64']);
    assert.deepEqual(platformsOf(bytes(Buffer.from('text'))), []);
  });

  const assets = repository('server/Fathom.Server/obj/project.assets.json');
  test('is right in what NuGet has for every platform that there is a server for', { skip: existsSync(assets) ? false : 'The server was not built here.' }, () => {
    const { libraries, packageFolders } = json('server/Fathom.Server/obj/project.assets.json');
    for (const target of targets) {
      const folder = `runtimes/${runtimeIdentifier(target)}/native/`;
      const files = new Map(Object.values(libraries).flatMap(({ path: name, files = [] }) => files.filter(file => file.startsWith(folder))
        .map(file => [path.basename(file), path.join(Object.keys(packageFolders)[0], name, file)])));

      assert.deepEqual(nativeProblems([...files.keys()], name => readFileSync(files.get(name)).subarray(0, headerLength), target), [], target);
    }
  });

  test('has to be that of the package, and no library may be missing', () => {
    const names = ['libonnxruntime.so', 'libe_sqlite3.so', 'fathom.dll'];

    assert.deepEqual(nativeProblems(names, () => elf, 'linux-x64'), [
      'The server for linux-x64 has 0 libraries of libgit2 and needs one.', 'libonnxruntime.so is not for linux-x64.', 'libe_sqlite3.so is not for linux-x64.',
    ]);
  });

  test('is one that there is a server for', () => {
    for (const target of targets) assert.match(runtimeIdentifier(target), /^(linux|win|osx)-(x64|arm64)$/);
    assert.throws(() => runtimeIdentifier('darwin-x64'), /no build for Macs with Intel processors/);
  });
});
