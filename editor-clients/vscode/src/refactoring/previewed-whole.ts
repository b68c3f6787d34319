import type { ApplyWorkspaceEditParams, WorkspaceEdit } from 'vscode-languageclient/node';

const question = 'fathom.preview';

/**
 * An edit of the server as VS Code is to have it: a refactoring, whose files are saved where the user has refactorings saved, and previewed with all of it ticked.
 *
 * VS Code previews an edit of which any part has to be confirmed, and leaves just those parts unticked: every file would have to be ticked before anything could be applied.
 * So the part to be confirmed is another one, which VS Code does not list because it does nothing: the creation of a folder that is there, unless it is there.
 * @param folder a folder that is open.
 */
export function previewedWhole(params: ApplyWorkspaceEditParams, folder: string | undefined): ApplyWorkspaceEditParams {
  return { ...params, metadata: { ...params.metadata, isRefactoring: true }, edit: folder === undefined ? params.edit : ticked(params.edit, folder) };
}

function ticked(edit: WorkspaceEdit, uri: string): WorkspaceEdit {
  const { documentChanges = [], changeAnnotations = {} } = edit;
  const annotations = Object.entries(changeAnnotations);
  if (!annotations.some(([, { needsConfirmation }]) => needsConfirmation)) return edit;
  return {
    ...edit,
    documentChanges: [{ kind: 'create', uri, options: { ignoreIfExists: true }, annotationId: question }, ...documentChanges],
    changeAnnotations: {
      ...Object.fromEntries(annotations.map(([id, annotation]) => [id, { ...annotation, needsConfirmation: false }])),
      [question]: { label: 'Preview', needsConfirmation: true },
    },
  };
}
