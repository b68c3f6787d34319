import type { ExplainedRequest } from '../protocol.js';

/** One request in the list of "Why was nothing shown?". */
export interface ExplainedEntry {
  label: string;
  description: string;
  detail: string;
  uri: string;
}

/** The requests as entries, newest first. */
export function explainedEntries(requests: ExplainedRequest[]): ExplainedEntry[] {
  return requests.map(request => ({
    label: `${icon(request)} ${request.message}`,
    description: [
      `${Math.round(request.milliseconds)} ms`,
      request.tokens > 0 ? `${request.tokens} tokens` : undefined,
      request.confidence != null ? `${Math.round(100 * request.confidence)} % sure` : undefined,
    ].filter(fact => fact !== undefined).join(' · '),
    detail: [request.detail, request.text ? firstLine(request.text) : undefined].filter(Boolean).join(' — '),
    uri: request.uri,
  }));
}

function icon({ outcome, accepted }: ExplainedRequest): string {
  if (accepted) return '$(check)';
  return outcome === 'shown' || outcome === 'recalled' ? '$(eye)' : '$(circle-slash)';
}

function firstLine(text: string): string {
  const [first = '', ...rest] = text.trim().split('\n');
  return rest.length > 0 ? `${first} …` : first;
}
