import type { ApplyWorkspaceEditParams, WorkspaceEdit } from 'vscode-languageclient/node';

const question = 'fathom.preview';

/**
 * An edit of the server as VS Code is to have it: a refactoring, whose files are saved where the user has refactorings saved, and previewed with all of it ticked.
 *
 * VS Code previews an edit of which any part has to be confirmed, and leaves just those parts unticked: every file would have to be ticked before anything could be applied.
 * So the part to be confirmed is another one, which VS Code does not list because it does nothing: the creation of a file that is there, unless it is there.
 */
export function previewedWhole(params: ApplyWorkspaceEditParams): ApplyWorkspaceEditParams {
  return { ...params, metadata: { ...params.metadata, isRefactoring: true }, edit: ticked(params.edit) };
}

function ticked(edit: WorkspaceEdit): WorkspaceEdit {
  const { documentChanges = [], changeAnnotations = {} } = edit;
  const annotations = Object.entries(changeAnnotations);
  const uri = documentChanges.flatMap(change => 'textDocument' in change ? [change.textDocument.uri] : [])[0];
  if (uri === undefined || !annotations.some(([, { needsConfirmation }]) => needsConfirmation)) return edit;
  return {
    ...edit,
    documentChanges: [{ kind: 'create', uri, options: { ignoreIfExists: true }, annotationId: question }, ...documentChanges],
    changeAnnotations: {
      ...Object.fromEntries(annotations.map(([id, annotation]) => [id, { ...annotation, needsConfirmation: false }])),
      [question]: { label: 'Preview', needsConfirmation: true },
    },
  };
}
