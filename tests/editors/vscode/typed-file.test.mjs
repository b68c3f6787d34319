// A file typed key by key into VS Code with the packaged extension, everything about typing left as it comes: brackets and quotes close, lines indent.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { typingTrace } from '../typing-trace.mjs';
import { obtainVsCode, packagedExtension } from './obtain.mjs';
import { Typist } from './typist.mjs';
import { Workbench } from './workbench.mjs';

const vsCode = obtainVsCode();

describe('VS Code as it comes', { skip: vsCode.missing ?? false }, () => {
  const trace = typingTrace();
  let workbench;

  before(async () => {
    workbench = await Workbench.open(vsCode, {
      files: { [trace.file]: trace.opened },
      extension: packagedExtension(),
      // A test may run beside other work; slowness is no reason to suggest nothing.
      settings: { 'fathom.timeBudgetMs': 60_000, 'fathom.confidence': 'eager' },
      // Does nothing without a suggestion, as Tab would not.
      keys: { 'alt+t': 'editor.action.inlineSuggest.commit' },
    });
  });
  after(() => workbench?.close());

  test(`a file typed in ${trace.keys.length} keys is what was typed: nothing stale, nothing twice`, async t => {
    assert.ok(trace.keys.length >= 500);
    await workbench.openFile(trace.file);
    await workbench.statusIs(/^Fathom: ready/);
    await workbench.goToEndOf(trace.line);
    const typist = new Typist(workbench, trace);
    let seen = 0, taken = 0;

    while (!typist.isDone) {
      await typist.next();
      // As people do: many keys in a row, then a rest, in which a suggestion may come that the next key then meets.
      const rests = typist.count % 15 === 1;
      const ghost = rests ? await workbench.ghostWithin(600) : await workbench.ghost();
      if (ghost) seen++;
      if (rests && ghost && await typist.takeIfTrue(ghost)) taken++;
    }

    assert.equal(await workbench.saved(trace.file), trace.expected);
    t.diagnostic(`${trace.keys.length} keys; a suggestion was seen after ${seen} of them and taken ${taken} times`);
    assert.ok(seen > 0);
  });
});
