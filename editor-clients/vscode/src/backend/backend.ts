/** Where the model runs, as the settings `fathom.backend.*` have it. */
export interface Backend {
  kind: 'embedded' | 'deepseek' | 'llama.cpp' | 'openai' | 'ollama';
  /** Null for the usual address of the kind. */
  url: string | null;
}

/** The back end in words, for people who are about to enter its key. */
export function backendName({ kind, url }: Backend): string {
  return url === null ? kind : `${kind} at ${url}`;
}
