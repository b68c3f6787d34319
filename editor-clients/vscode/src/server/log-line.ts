export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/** Level and text of a line of the server's log, as in `12:34:56.789 warning Name: text`. Lines of another form (a stack trace) are information. */
export function logLine(line: string): { level: LogLevel; text: string } {
  const [, name, text] = /^[\d:.]+ (trace|debug|info|warning|error) (.*)$/.exec(line) ?? [];
  if (name === undefined || text === undefined) return { level: 'info', text: line };
  return { level: name === 'warning' ? 'warn' : name as LogLevel, text };
}
