// What the server answers beyond LSP; docs/configuration.md describes it.

export interface ServerStatus {
  busy: boolean;
  kind: 'Normal' | 'Warning' | 'Error' | 'Inactive';
  /** One sentence for people. */
  message: string;
  model: string | null;
  lastLatencyMs: number | null;
  /** What is paused, in words; absent while nothing is. */
  paused?: string | null;
}

export interface ExplainedRequest {
  id: string;
  uri: string;
  outcome: string;
  /** One sentence for people. */
  message: string;
  detail: string | null;
  tokens: number;
  milliseconds: number;
  confidence: number | null;
  text: string | null;
  accepted: boolean;
}

export interface Explanation {
  /** Newest first. */
  requests: ExplainedRequest[];
}

export interface Statistics {
  /** When counting began, as in 2026-01-31 or with a time. */
  since: string;
  shown: number;
  accepted: number;
  partlyAccepted: number;
  rejected: number;
  charactersAccepted: number;
  /** Milliseconds of suggestions; the percentiles are absent before the first. */
  latencyMs: { p50?: number | null; p95?: number | null; histogram: LatencyBucket[] };
  languages: { language: string; shown: number; accepted: number }[];
  days: { date: string; shown: number; accepted: number; characters: number }[];
}

export interface LatencyBucket {
  /** Longest time of the bucket in milliseconds; the last bucket holds all that took longer, too. */
  upTo: number;
  count: number;
}

/** Parameter of the server's command `fathom.pause`. */
export type Pause =
  | { scope: 'file'; uri: string }
  | { scope: 'language'; languageId: string }
  | { scope: 'all'; minutes?: number };
