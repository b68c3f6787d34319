// code-server as a child process: folders of its own, the extension installed, nothing of the machine's settings.
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { until } from '../../clients/waiting.mjs';

/** A quiet window: nothing but the editor and what the test is about. */
const quiet = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'update.mode': 'none',
  'files.autoSave': 'off',
  'editor.inlineSuggest.enabled': true,
  'editor.quickSuggestions': 'off',
  'editor.suggestOnTriggerCharacters': false,
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'git.enabled': false,
};

const machineSettings = 'Machine/settings.json';

export class CodeServer {
  #child;
  #data;
  #machine;
  log = '';

  constructor(child, url, data, machine) {
    this.#child = child;
    this.#data = data;
    this.#machine = machine;
    this.url = url;
    for (const stream of [child.stdout, child.stderr]) stream.on('data', data => { this.log += data; });
  }

  /**
   * @param {string} folder where code-server keeps everything; the workspace is its folder `workspace`.
   * @param {object} settings of the user, in addition to those that keep the window quiet.
   * @param {object} keys what the user has bound: the command of each key.
   * @param {object} machine settings that VS Code takes for the machine only, in addition to those that are set later.
   */
  static async start({ node, entry }, { folder, extension, settings = {}, keys = {}, machine = {} }) {
    const data = path.join(folder, 'data'), extensions = path.join(folder, 'extensions'), workspace = path.join(folder, 'workspace');
    const environment = { ...process.env, PATH: `${path.dirname(node)}:${process.env.PATH}`, HOME: folder, XDG_CACHE_HOME: path.join(folder, 'cache'), XDG_CONFIG_HOME: path.join(folder, 'config') };
    for (const name of ['VSCODE_IPC_HOOK_CLI', 'PORT', 'PASSWORD']) delete environment[name];
    const places = ['--user-data-dir', data, '--extensions-dir', extensions];
    execFileSync(node, [entry, '--install-extension', extension, ...places], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] });
    writeSettings(data, 'User/settings.json', { ...quiet, ...settings });
    writeSettings(data, 'User/keybindings.json', Object.entries(keys).map(([key, command]) => ({ key, command })));
    writeSettings(data, machineSettings, machine);
    const port = await freePort();
    const line = ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-getting-started-override'];
    const child = spawn(node, [entry, ...line, ...places, workspace], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    const url = `http://127.0.0.1:${port}`;
    const server = new CodeServer(child, `${url}/?folder=${workspace}`, data, machine);
    await until(() => child.exitCode !== null || fetch(`${url}/healthz`).then(({ ok }) => ok, () => false), 'code-server answers');
    if (child.exitCode !== null) throw new Error(`code-server ended at once:\n${server.log}`);
    return server;
  }

  /** Replaces the settings that VS Code takes for the machine only. */
  setForMachine(settings) {
    writeSettings(this.#data, machineSettings, { ...this.#machine, ...settings });
  }

  async stop() {
    this.#child.kill('SIGTERM');
    await until(() => this.#child.exitCode !== null || this.#child.signalCode !== null, 'code-server ends');
  }
}

function writeSettings(data, name, content) {
  const file = path.join(data, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(content, undefined, 2));
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
