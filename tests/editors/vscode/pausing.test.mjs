// Pausing and resuming by a command: by the palette, or by a key of the user's choice.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { beforeEach, describe, test } from 'node:test';
import { repository } from '../../clients/repository.mjs';
import { compiled } from './compiled.mjs';

const { pauseCommands } = await compiled('pausing');
const uri = 'file:///w/Cart.cs';
const inFront = { document: { uri: { scheme: 'file', toString: () => uri }, languageId: 'csharp' } };

describe('the commands that pause', () => {
  let told, refreshed;

  beforeEach(() => {
    [told, refreshed] = [[], 0];
    globalThis.editorInFront = inFront;
    globalThis.shownSentences = [];
    pauseCommands({ execute: async (...command) => void told.push(command) }, { refresh: async () => void refreshed++ });
  });

  for (const [command, expected] of [
    ['fathom.pauseFile', ['fathom.pause', { scope: 'file', uri }]],
    ['fathom.pauseLanguage', ['fathom.pause', { scope: 'language', languageId: 'csharp' }]],
    ['fathom.pauseHour', ['fathom.pause', { scope: 'all', minutes: 60 }]],
    ['fathom.endPauses', ['fathom.resume']],
  ]) {
    test(`${command} tells the server, and the status bar shows it`, async () => {
      await globalThis.registeredCommands.get(command)();

      assert.deepEqual(told, [expected]);
      assert.equal(refreshed, 1);
    });
  }

  test('say what is missing where no file is in front', async () => {
    globalThis.editorInFront = undefined;

    await globalThis.registeredCommands.get('fathom.pauseFile')();

    assert.deepEqual(told, []);
    assert.deepEqual(globalThis.shownSentences, ['There is no file in front; open the one in which suggestions are to pause.']);
  });

  test('are all in the palette', () => {
    const { contributes } = JSON.parse(readFileSync(repository('editor-clients/vscode/package.json'), 'utf8'));
    const offered = contributes.commands.map(({ command }) => command);

    assert.deepEqual([...globalThis.registeredCommands.keys()].filter(command => !offered.includes(command)), []);
  });
});
