import { workspace } from 'vscode';
import { contributes } from '../package.json';
import type { Backend } from './backend/backend.js';
import type { BackendKeys } from './backend/backend-keys.js';
import type { LaunchSettings } from './server/launch.js';
import { type Section, serverSettings } from './server/server-settings.js';

/** The settings that no workspace may change. */
const machineSettings = contributes.configuration
  .flatMap(({ properties }) => Object.entries(properties as Record<string, { scope?: string }>))
  .flatMap(([name, { scope }]) => scope === 'machine' ? [name.slice('fathom.'.length)] : []);

/** One of them. The merged value is no good: before VS Code 1.132 it is the workspace's where that has a nested object (microsoft/vscode#330310). */
function ofMachine<T>(name: string): T | undefined {
  const { globalValue, defaultValue } = workspace.getConfiguration('fathom').inspect<T>(name) ?? {};
  return globalValue ?? defaultValue;
}

/** All of them, nested as in the section. */
function allOfMachine(): Section {
  const all: Section = {};
  for (const name of machineSettings) {
    const [outer = name, inner] = name.split('.');
    all[outer] = inner === undefined ? ofMachine(name) : { ...all[outer] as Section, [inner]: ofMachine(name) };
  }
  return all;
}

/** The settings of this extension as they are now. */
export const settings = {
  launch(): LaunchSettings {
    return { path: ofMachine<string>('server.path') || null, dotnet: ofMachine<string>('server.dotnet') || null };
  },

  backend(): Backend {
    return { kind: ofMachine<Backend['kind']>('backend.kind') ?? 'embedded', url: ofMachine<string>('backend.url') || null };
  },

  /** What the server gets, with the key. */
  ofServer(keys: BackendKeys): object {
    const section = workspace.getConfiguration('fathom');
    const isSet = (name: string) => {
      const { globalValue, workspaceValue, workspaceFolderValue } = section.inspect(name) ?? {};
      return [globalValue, workspaceValue, workspaceFolderValue].some(value => value !== undefined);
    };
    return serverSettings({ ...JSON.parse(JSON.stringify(section)) as Section, ...allOfMachine() }, isSet, keys.of(this.backend()));
  },
};
