import { type InlineCompletionItem, type InlineCompletionList, type Position, Range } from 'vscode';
import { standingLength } from './standing-text.js';

/**
 * Has suggestions end where they change nothing more.
 * @param line the line of the cursor that they were asked for.
 */
export function leaveStandingText(answer: InlineCompletionItem[] | InlineCompletionList | null | undefined, line: string, { character: cursor }: Position): void {
  for (const item of Array.isArray(answer) ? answer : answer?.items ?? []) {
    if (typeof item.insertText !== 'string' || !item.range) continue;
    const { start, end } = item.range;
    const standing = standingLength(item.insertText, cursor - start.character, line.slice(cursor, end.character));
    if (standing === 0) continue;
    item.insertText = item.insertText.slice(0, -standing);
    item.range = new Range(start, end.translate(0, -standing));
  }
}
