import { commands, window } from 'vscode';
import { type Backend, backendName } from './backend.js';
import type { BackendKeys } from './backend-keys.js';

/** Asks for the key of the back end in the settings, and stores it. */
export async function setBackendKey(keys: BackendKeys, backend: Backend): Promise<void> {
  if (backend.kind === 'embedded') {
    const choose = 'Open Settings';
    const answer = await window.showInformationMessage('The model inside Fathom needs no key. Choose where another one runs in fathom.backend.kind first.', choose);
    if (answer === choose) await commands.executeCommand('workbench.action.openSettings', 'fathom.backend');
    return;
  }
  const key = await window.showInputBox({
    title: 'Fathom: Set Backend Key', prompt: `Key for ${backendName(backend)}. It is kept in VS Code's storage of secrets and sent to this back end only.`, password: true, ignoreFocusOut: true,
    validateInput: text => text.trim() === '' ? 'A key is needed; Escape leaves everything as it is.' : undefined,
  });
  if (key === undefined) return;
  await keys.set(backend, key.trim());
  void window.showInformationMessage(`The key for ${backendName(backend)} is set.`);
}

export async function forgetBackendKey(keys: BackendKeys): Promise<void> {
  await keys.forget();
  void window.showInformationMessage('No key is kept any more.');
}
