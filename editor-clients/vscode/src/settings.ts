import { workspace } from 'vscode';
import type { Backend } from './backend/backend.js';
import type { BackendKeys } from './backend/backend-keys.js';
import type { LaunchSettings } from './server/launch.js';
import { type Section, serverSettings } from './server/server-settings.js';

/** The settings of this extension as they are now. */
export const settings = {
  launch(): LaunchSettings {
    const section = workspace.getConfiguration('fathom.server');
    return { path: section.get<string | null>('path') || null, dotnet: section.get<string | null>('dotnet') || null };
  },

  backend(): Backend {
    const section = workspace.getConfiguration('fathom.backend');
    return { kind: section.get<Backend['kind']>('kind') ?? 'embedded', url: section.get<string | null>('url') || null };
  },

  /** What the server gets, with the key. */
  ofServer(keys: BackendKeys): object {
    const section = workspace.getConfiguration('fathom');
    const isSet = (name: string) => {
      const { globalValue, workspaceValue, workspaceFolderValue } = section.inspect(name) ?? {};
      return [globalValue, workspaceValue, workspaceFolderValue].some(value => value !== undefined);
    };
    return serverSettings(JSON.parse(JSON.stringify(section)) as Section, isSet, keys.of(this.backend()));
  },
};
