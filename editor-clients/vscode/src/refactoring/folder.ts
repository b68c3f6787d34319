import { type TextEditor, window, workspace } from 'vscode';

/** The folder that an edit is meant for. */
export interface MeantFolder {
  /** An address in it; undefined for the only one. */
  uri: string | undefined;
}

/** The folder of the file in front, the only one, or the one that the user names; undefined where the user names none. */
export async function meantFolder(editor: TextEditor | undefined): Promise<MeantFolder | undefined> {
  const uri = editor?.document.uri;
  if (uri && workspace.getWorkspaceFolder(uri)) return { uri: uri.toString() };
  if ((workspace.workspaceFolders?.length ?? 0) < 2) return { uri: undefined };
  const folder = await window.showWorkspaceFolderPick({ placeHolder: 'The folder that is to be edited', ignoreFocusOut: true });
  return folder && { uri: folder.uri.toString() };
}
