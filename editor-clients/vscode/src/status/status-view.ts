import type { ServerStatus } from '../protocol.js';
import type { SessionState } from '../session.js';

/** What the status bar item shows. */
export interface StatusView {
  icon: string;
  /** One or two words, for the item's accessible name. */
  state: 'not started' | 'starting' | 'loading' | 'ready' | 'thinking' | 'off here' | 'paused' | 'waiting' | 'error';
  /** One sentence. */
  message: string;
  isError: boolean;
}

/**
 * @param here the server's word on the file in front, or undefined where there is none.
 */
export function statusView(session: SessionState, here: ServerStatus | undefined): StatusView {
  switch (session.phase) {
    case 'idle':
      return view('circle-outline', 'not started', 'Fathom starts with the first file.');
    case 'starting':
      return view('loading~spin', 'starting', 'Fathom is starting.');
    case 'waiting':
      return view('sync~spin', 'waiting', `The Fathom server stopped; it starts again in ${session.seconds} s.`);
    case 'failed':
      return view('error', 'error', session.problem.message, true);
    case 'running':
      return runningView(here ?? session.status, session.thinking);
  }
}

function runningView(status: ServerStatus | undefined, thinking: boolean): StatusView {
  if (status === undefined) return view('loading~spin', 'starting', 'Fathom is starting.');
  if (status.kind === 'Error') return view('error', 'error', status.message, true);
  if (status.paused) return view('debug-pause', 'paused', status.paused);
  if (status.kind !== 'Normal') return view('circle-slash', 'off here', status.message);
  if (status.model == null) return view('loading~spin', 'loading', status.message);
  if (thinking) return view('loading~spin', 'thinking', 'Fathom is thinking.');
  return view('sparkle', 'ready', status.message);
}

function view(icon: string, state: StatusView['state'], message: string, isError = false): StatusView {
  return { icon: `$(${icon})`, state, message, isError };
}

/** The tooltip, in Markdown: state, model, latency. */
export function statusTooltip(view: StatusView, status: ServerStatus | undefined): string {
  const facts = [
    status?.model ? `Model: ${status.model}` : undefined,
    status?.lastLatencyMs != null ? `Last answer: ${Math.round(status.lastLatencyMs)} ms` : undefined,
  ].filter(fact => fact !== undefined);
  return [`**Fathom** · ${view.state}`, view.message, facts.join(' · ')].filter(part => part !== '').join('\n\n');
}
