import type { StagedEdit } from '../protocol.js';

/** As many errors as one reads. */
const mostErrors = 5;

/** The sentence for an edit of nothing, and why that may be. */
export function nothingFits({ title, summary, warnings }: StagedEdit): string {
  return [`Nothing fits: "${title}" would change no file.`, ...summary ? [summary] : [], ...warnings].join(' ');
}

/** What an edit would break: a sentence, and the first of the errors. */
export function newErrorsOf({ title, newErrors }: StagedEdit): { message: string; detail: string } {
  const more = newErrors.length - mostErrors;
  return {
    message: `"${title}" would bring ${newErrors.length === 1 ? 'a new error' : `${newErrors.length} new errors`}.`,
    detail: [...newErrors.slice(0, mostErrors), ...more > 0 ? [`and ${more} more`] : []].join('\n'),
  };
}
