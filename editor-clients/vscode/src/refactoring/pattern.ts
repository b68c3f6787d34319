/** A pattern with what is written behind it: which placeholders have to be of which type. */
export interface Pattern {
  pattern: string;
  /** Each `name=Type`. */
  where: string[];
}

// No C# ends in `where` and an assignment: constraints of type parameters have a colon, and a query goes on.
const constraint = String.raw`\$?[^\s,=]+\s*=\s*[^\s,=>]+`;
const ending = new RegExp(String.raw`\swhere\s+(${constraint}(?:\s*,\s*${constraint})*)\s*$`);

/** Reads a pattern as the user writes it, as in `$log.Write($text) where log=ILogger, text=string`. */
export function readPattern(text: string): Pattern {
  const [tail = '', constraints] = ending.exec(text) ?? [];
  return {
    pattern: text.slice(0, text.length - tail.length).trim(),
    where: constraints?.split(',').map(each => each.replaceAll(/[\s$]/g, '')) ?? [],
  };
}
