// What the server leaves behind on a machine, and whom it speaks to, where the user has asked for nothing.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { EditorClient, invoked } from './editor-client.mjs';

const text = 'class Guest\n{\n    int count;\n\n    int Count()\n    {\n        return \n    }\n}\n';

// Libraries that report on themselves are silent where they see that they are tested.
const signsOfTests = ['CI', 'GITHUB_ACTIONS', 'TF_BUILD', 'JENKINS_URL'];

test('A server writes nothing outside its own cache folder, nor do the libraries in it', async () => {
  const home = mkdtempSync(path.join(tmpdir(), 'fathom-home-'));
  const cache = path.join(home, 'cache');
  mkdirSync(cache);
  const unset = Object.fromEntries(signsOfTests.map(name => [name, undefined]));
  const client = await EditorClient.start({ environment: { HOME: home, XDG_CACHE_HOME: cache, ...unset } });
  await client.ready();
  const uri = client.uri('Guest.cs');
  await client.open(uri, text);

  const answer = await client.complete(uri, text.indexOf('return ') + 'return '.length, { triggerKind: invoked });
  await client.stop();

  const left = readdirSync(home, { recursive: true }).filter(file => file !== 'cache' && !file.startsWith(path.join('cache', 'fathom')));
  rmSync(home, { recursive: true, force: true });
  assert.ok(answer.items.length > 0, 'the model was used');
  assert.deepEqual(left, []);
});
