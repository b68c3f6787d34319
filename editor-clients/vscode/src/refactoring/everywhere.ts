import { ProgressLocation, window, workspace } from 'vscode';
import type { AppliedEdit, StagedEdit } from '../protocol.js';
import type { Session } from '../session.js';
import { statusView } from '../status/status-view.js';
import { newErrorsOf, nothingFits } from './told.js';

/** Has the server make an edit of the whole folder ready, says what is to be known of it, and has it applied: VS Code previews it first. */
export async function editEverywhere(session: Session, command: string, argument: object): Promise<void> {
  try {
    const edit = await staged(session, command, argument);
    if (!edit) return;
    if (edit.places === 0) {
      void window.showInformationMessage(nothingFits(edit));
      return;
    }
    if (!await isWanted(edit)) return;
    void tell(edit);
    const answer = await session.executeOrFail<AppliedEdit>('fathom.applyStaged', edit.id);
    if (answer?.failureReason) void window.showErrorMessage(answer.failureReason);
  } catch (error) {
    void window.showErrorMessage(error instanceof Error ? error.message : String(error));
  }
}

/** The edit, once it is ready; undefined where the user does not want to wait for it, and where there is no server, which is said. */
function staged(session: Session, command: string, argument: object): Thenable<StagedEdit | undefined> {
  return window.withProgress({ location: ProgressLocation.Notification, title: 'Fathom looks through the C# sources', cancellable: true }, async (_, token) => {
    try {
      const edit = await session.executeOrFail<StagedEdit>(command, argument, token);
      if (token.isCancellationRequested) return undefined;
      if (!edit) void window.showInformationMessage(statusView(session.state, undefined).message);
      return edit;
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}

/** Whether the user wants to see an edit that breaks something; any other is wanted. */
async function isWanted(edit: StagedEdit): Promise<boolean> {
  if (edit.newErrors.length === 0) return true;
  const preview = 'Preview Anyway';
  const { message, detail } = newErrorsOf(edit);
  return await window.showWarningMessage(message, { modal: true, detail }, preview) === preview;
}

/** What the model says of an edit, where one has made it, and what is to be known of it. */
async function tell({ summary, warnings, diff }: StagedEdit): Promise<void> {
  const said = [...summary ? [summary] : [], ...warnings];
  if (said.length === 0) return;
  const show = 'Show Diff';
  if (await window.showInformationMessage(said.join(' '), show) !== show) return;
  await window.showTextDocument(await workspace.openTextDocument({ language: 'diff', content: diff }));
}
