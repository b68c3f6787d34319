import type { Pause } from '../protocol.js';
import type { StatusView } from '../status/status-view.js';

/** What the menu is about: the state, and the file in front. */
export interface MenuSubject {
  view: StatusView;
  model: string | undefined;
  /** Whether the model runs on another server. */
  isElsewhere: boolean;
  lastLatencyMs: number | undefined;
  paused: boolean;
  file: { name: string; uri: string; languageId: string } | undefined;
}

export type MenuAction = { command: string; arguments?: unknown[] } | { pause: Pause } | { resume: true };

/** An entry of the menu; without an action it is a heading. */
export interface MenuEntry {
  label: string;
  description?: string;
  action?: MenuAction;
}

const hour = 60;

export function menuEntries({ view, model, isElsewhere, lastLatencyMs, paused, file }: MenuSubject): MenuEntry[] {
  const running = !['not started', 'starting', 'waiting', 'error'].includes(view.state);
  return [
    { label: capitalised(view.state) },
    { label: '$(question) Why was nothing shown?', description: view.state === 'ready' ? '' : view.message, action: { command: 'fathom.explainLast' } },
    ...running ? pausing(paused, file) : [],
    { label: 'Model' },
    {
      label: `$(chip) ${model ?? 'No model yet'}`,
      description: isElsewhere ? 'on another server; choose another model' : 'choose another model folder',
      action: { command: 'workbench.action.openSettings', arguments: [isElsewhere ? 'fathom.backend' : 'fathom.model'] },
    },
    {
      label: lastLatencyMs == null ? '$(watch) No answer yet' : `$(watch) Last answer: ${Math.round(lastLatencyMs)} ms`,
      description: 'statistics',
      action: { command: 'fathom.showStatistics' },
    },
    { label: 'Fathom' },
    { label: '$(gear) Settings', action: { command: 'workbench.action.openSettings', arguments: ['@ext:fathom.fathom-vscode'] } },
    { label: '$(output) Log', action: { command: 'fathom.openLog' } },
    { label: '$(debug-restart) Restart', action: { command: 'fathom.restart' } },
  ];
}

function pausing(paused: boolean, file: MenuSubject['file']): MenuEntry[] {
  if (paused) return [{ label: 'Pause' }, { label: '$(debug-start) Resume', description: 'ends every pause', action: { resume: true } }];
  const here: MenuEntry[] = file
    ? [
      { label: '$(debug-pause) Pause for this file', description: file.name, action: { pause: { scope: 'file', uri: file.uri } } },
      { label: '$(debug-pause) Pause for this language', description: file.languageId, action: { pause: { scope: 'language', languageId: file.languageId } } },
    ]
    : [];
  return [{ label: 'Pause' }, ...here, { label: '$(debug-pause) Pause for an hour', description: 'everywhere', action: { pause: { scope: 'all', minutes: hour } } }];
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
