import { type Disposable, Uri, commands, env, window } from 'vscode';
import type { Problem } from './server/problem.js';
import type { Session } from './session.js';

const downloads = 'https://dotnet.microsoft.com/download/dotnet/10.0';

/** Says once, with a button that helps, why there is no server. */
export function reportProblems(session: Session): Disposable {
  return session.onDidChange(state => {
    if (state.phase === 'failed') void report(state.problem, session);
  });
}

async function report({ message, remedy }: Problem, session: Session): Promise<void> {
  const restart = 'Restart';
  const { label, help } = remedies[remedy];
  const answer = await window.showErrorMessage(message, label, restart);
  if (answer === label) await help();
  else if (answer === restart) await session.restart();
}

const remedies: Record<Problem['remedy'], { label: string; help: () => Thenable<unknown> }> = {
  dotnet: { label: 'Get .NET 10', help: () => env.openExternal(Uri.parse(downloads)) },
  settings: { label: 'Open Settings', help: () => commands.executeCommand('workbench.action.openSettings', 'fathom.server') },
  log: { label: 'Show Log', help: () => commands.executeCommand('fathom.openLog') },
};
