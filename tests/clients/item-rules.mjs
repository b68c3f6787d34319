// What an inline completion has to be like so that both VS Code and Neovim show it and insert it correctly.

/** The rules that an answer breaks, as sentences; none when every item can be shown. */
export function brokenRules(document, position, list, { triggerKind, selected } = {}) {
  if (list === null || !Array.isArray(list.items)) return ['the answer is no list'];
  const most = triggerKind === 1 ? 3 : 1;
  const broken = list.items.flatMap(item => itemProblems(document, position, item, selected));
  if (list.items.length > most) broken.push(`${list.items.length} items where at most ${most} are wanted`);
  if (new Set(list.items.map(item => item.insertText)).size < list.items.length) broken.push('two items are equal');
  return broken;
}

function itemProblems(document, position, { insertText, range }, selected) {
  if (typeof insertText !== 'string') return ['the text is no plain string'];
  if (!range) return ['there is no range'];
  if (range.start.line !== position.line || range.end.line !== position.line) return ['the range leaves the line of the cursor'];
  if (range.start.character > position.character || range.end.character < position.character) return ['the cursor is outside the range'];

  const broken = [];
  const rule = (kept, sentence) => kept || broken.push(`${sentence}: ${JSON.stringify(insertText)}`);
  const line = document.getText({ start: { line: position.line, character: 0 }, end: { line: position.line + 1, character: 0 } }).replace(/[\r\n]+$/, '');
  const before = line.slice(range.start.character, position.character);
  const after = line.slice(position.character, range.end.character);
  const written = insertText.slice(before.length);

  rule(range.end.character <= line.length, `the range ends at ${range.end.character}, past the line's ${line.length} characters`);
  rule(insertText.startsWith(before), `the text does not begin with ${JSON.stringify(before)}, which stands between range start and cursor`);
  rule(isSubsequence(after, written), `${JSON.stringify(after)}, right of the cursor in the range, does not come again in order`);
  rule(written.trim() !== '', 'the text is nothing but white space');
  rule(written !== after, 'the text changes nothing');
  rule(!/\r/.test(insertText), 'the text has a carriage return');
  rule(!/[ \t]$/m.test(written), 'a line ends with white space');
  rule(!/\n$/.test(written), 'the text ends with a line end');
  rule(!/\n(?:[ \t]*\n){3}/.test(written), 'the text has more than two blank lines');
  rule(!/<\|/.test(written), 'the text has a control token');
  if (selected) {
    rule(same(range, selected.range), `the range is not that of the selected entry`);
    rule(insertText.startsWith(selected.text), `the text does not begin with the selected entry ${JSON.stringify(selected.text)}`);
  }
  return broken;
}

function isSubsequence(part, whole) {
  let at = 0;
  for (const unit of whole.split('')) if (unit === part[at]) at++;
  return at >= part.length;
}

function same(one, other) {
  return JSON.stringify([one.start, one.end]) === JSON.stringify([other.start, other.end]);
}
