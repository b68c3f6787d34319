import { type TextEditor, workspace } from 'vscode';

/** The file in front, where it lies in a folder that is open: that folder is meant then. */
export function uriInFolder(editor: TextEditor | undefined): string | undefined {
  const uri = editor?.document.uri;
  return uri && workspace.getWorkspaceFolder(uri) ? uri.toString() : undefined;
}
