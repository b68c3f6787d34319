// What the server answers beyond LSP; docs/configuration.md describes it. It leaves out what it has no value for.

export interface ServerStatus {
  busy: boolean;
  kind: 'Normal' | 'Warning' | 'Error' | 'Inactive';
  /** One sentence for people. */
  message: string;
  /** Absent while the model loads. */
  model?: string;
  /** Absent before the first answer. */
  lastLatencyMs?: number;
  /** What is paused, in words; absent while nothing is. */
  paused?: string;
}

export interface ExplainedRequest {
  id: string;
  uri: string;
  outcome: string;
  /** One sentence for people. */
  message: string;
  detail?: string;
  tokens: number;
  milliseconds: number;
  /** Absent, with the text, where the model wrote nothing. */
  confidence?: number;
  text?: string;
  accepted: boolean;
}

export interface Explanation {
  /** Newest first. */
  requests: ExplainedRequest[];
}

export interface Statistics {
  /** When counting began, as in 2026-01-31 or with a time; absent before it did. */
  since?: string;
  shown: number;
  accepted: number;
  partlyAccepted: number;
  rejected: number;
  charactersAccepted: number;
  /** Milliseconds of suggestions; the percentiles are absent before the first. */
  latencyMs: { p50?: number; p95?: number; histogram: LatencyBucket[] };
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

/** Answer to `fathom.stageReplace` and `fathom.stageRename`: an edit that is ready and that nobody has accepted yet. */
export interface StagedEdit {
  /** For `fathom.applyStaged`. */
  id: string;
  /** What it does, as in `rename Cart to Basket`. */
  title: string;
  /** How many single edits; 0 where nothing fits. */
  places: number;
  /** What the compiler would find that it does not find now, a line each. */
  newErrors: string[];
  /** Sentences for people. */
  warnings: string[];
  diff: string;
  /** What the model says of it, where one has made it. */
  summary?: string;
}

/** Answer to `fathom.applyStaged`. */
export interface AppliedEdit {
  /** False also where the user declined. */
  applied: boolean;
  failureReason?: string;
}
