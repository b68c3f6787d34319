// Neovim as a person uses it: a fresh one with nothing but the documented configuration, keys typed into it, its screen looked at.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { attach } from 'neovim';
import { TrafficCheck } from '../../clients/protocol/traffic-check.mjs';
import { repository } from '../../clients/repository.mjs';
import { until, within } from '../../clients/waiting.mjs';
import { Recording } from '../recording.mjs';
import { Screen } from './screen.mjs';

const silent = { level: 'error', info() {}, warn() {}, error() {}, debug() {} };

/** Blocks of Lua in the client's README, with the folder of this clone, by the first word of their first comment or code. */
export function documentedLua(containing) {
  const readme = readFileSync(repository('editor-clients/neovim/README.md'), 'utf8');
  const lua = [...readme.matchAll(/```lua\n([\s\S]*?)```/g)].map(([, block]) => block).find(block => block.includes(containing));
  return lua.replaceAll('/path/to/fathom', repository('.')).trimEnd();
}

/** The lines of Lua with which Neovim 0.12 needs no plugin. */
export function documentedLines() {
  return documentedLua('vim.lsp.inline_completion.enable').split('\n');
}

/** Lua that puts the plugin on the runtime path as a plugin manager does, and sets it up. */
export function pluginLines(options = '{}') {
  return [`vim.opt.runtimepath:append('${repository('editor-clients/neovim')}')`, `require('fathom').setup(${options})`];
}

export class Editor {
  screen = new Screen(100, 30);
  #recording;

  /**
   * Starts Neovim with `files` (name → text) in a workspace of its own and opens the first.
   * @param {string[]} [configuration] lines of init.lua; the five lines of the README unless told.
   */
  static async start(neovim, files, configuration = documentedLines()) {
    const editor = new Editor();
    try {
      await editor.#start(neovim, files, configuration);
    } catch (error) {
      editor.kill();
      throw error;
    }
    return editor;
  }

  async #start({ command, environment }, files, configuration) {
    this.folder = mkdtempSync(path.join(tmpdir(), 'fathom-neovim-'));
    this.workspace = path.join(this.folder, 'workspace');
    mkdirSync(path.join(this.workspace, '.git'), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(this.workspace, name), text);
    this.#recording = new Recording(this.folder);
    const init = path.join(this.folder, 'init.lua');
    writeFileSync(init, configuration.join('\n'));

    const [program, ...first] = command;
    const xdg = Object.fromEntries(['CONFIG', 'DATA', 'STATE', 'CACHE'].map(kind => [`XDG_${kind}_HOME`, path.join(this.folder, kind.toLowerCase())]));
    this.process = spawn(program, [...first, '--embed', '--clean', '-u', init, '-n', Object.keys(files)[0]], {
      cwd: this.workspace,
      env: { ...process.env, ...environment, ...xdg, PATH: this.#recording.path, LANG: 'C.UTF-8' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.exited = new Promise(resolve => this.process.on('exit', resolve));
    this.nvim = attach({ proc: this.process, options: { logger: silent } });
    this.nvim.on('notification', (method, events) => method === 'redraw' && this.screen.redraw(events));
    await within(this.nvim.uiAttach(this.screen.columns, this.screen.rows, { ext_linegrid: true, ext_hlstate: true, rgb: true }), 'Neovim takes a user interface');
  }

  /** Types as a keyboard would. */
  type(keys) {
    return this.nvim.input(keys.replaceAll('<', '<lt>'));
  }

  /** Presses a key by its name, such as '<Esc>'. */
  press(key) {
    return this.nvim.input(key);
  }

  async text() {
    return (await this.nvim.call('nvim_buf_get_lines', [0, 0, -1, false])).join('\n') + '\n';
  }

  /** The ghost text that is on screen, drawn by Neovim or by the plugin: its place and lines; nothing when there is none. */
  async ghost() {
    const namespaces = await this.nvim.call('nvim_get_namespaces', []);
    for (const id of [namespaces.fathom, namespaces['nvim.lsp.inline_completion']].filter(id => id !== undefined)) {
      const marks = await this.nvim.call('nvim_buf_get_extmarks', [0, id, 0, -1, { details: true }]);
      if (marks.length === 0) continue;
      const text = chunks => chunks.map(([piece]) => piece).join('');
      const first = marks.flatMap(([, , , { virt_text: pieces = [] }]) => pieces), below = marks.flatMap(([, , , { virt_lines: lines = [] }]) => lines);
      return { row: marks[0][1], column: marks[0][2], lines: [text(first), ...below.map(text)] };
    }
  }

  /** Waits until the server is attached to the file. */
  async attached() {
    await this.waitFor(() => this.nvim.executeLua('local client = vim.lsp.get_clients({ bufnr = 0, name = "fathom" })[1]; return client and client.initialized', []), 'the server is attached');
  }

  /** Whether Neovim has read an answer to everything that it asked the server: what is recorded may not have been read yet. */
  isAnswered() {
    return this.nvim.executeLua(`return vim.iter(vim.lsp.get_clients({ name = 'fathom' })):all(function(client) return vim.tbl_isempty(client.requests) end)`, []);
  }

  /** Waits until the server has loaded its model. */
  async ready() {
    await this.attached();
    await this.waitFor(() => this.nvim.executeLua(`
      local client = vim.lsp.get_clients({ bufnr = 0, name = 'fathom' })[1]
      if not client then return false end
      -- Older than 0.11, it is a function of the client, not a method.
      local request_sync = vim.fn.has('nvim-0.11') == 1 and function(...) return client:request_sync(...) end or client.request_sync
      local answer = request_sync('fathom/status', vim.empty_dict(), 1000, 0)
      return answer and answer.result and answer.result.busy == false`, []), 'the model is loaded');
  }

  /** Types letter by letter, waiting for the answer to each, until ghost text appears: what a model has to say first is its own affair. */
  async typeUntilGhost(keys) {
    for (const key of keys) {
      const before = this.completions().length;
      await this.type(key);
      await this.waitFor(() => this.completions().length > before, `an answer after '${key}'`);
      const ghost = await this.ghostOfLastAnswer();
      if (ghost) return ghost;
    }
    throw new Error(`No ghost text after any letter of '${keys}'.\n${this.screen.text()}`);
  }

  /** The ghost text when the last answer had an item. */
  ghostOfLastAnswer() {
    return this.completions().at(-1).result?.items.length > 0 ? this.waitFor(() => this.ghost(), 'the ghost text of the answer') : undefined;
  }

  /** Answers to inline completions so far, in the order of arrival. */
  completions() {
    return this.#recording.answers('textDocument/inlineCompletion');
  }

  /** Waits for a condition; when it does not come, says what was on the screen. */
  async waitFor(condition, what) {
    try {
      return await until(condition, what);
    } catch (error) {
      error.message += `\n${this.screen.text()}`;
      throw error;
    }
  }

  /** Process ids of the servers so far; the last one is the present one's. */
  servers() {
    return this.#recording.servers();
  }

  /** Messages between editor and servers so far: `{ from, message, server }`. */
  traffic() {
    return this.#recording.traffic();
  }

  /** Ends the process if it has not ended: one that a failed test leaves behind would keep the test run waiting. */
  kill() {
    this.process?.kill('SIGKILL');
  }

  /** Leaves as a person does, and says what was wrong with the traffic. */
  async quit() {
    // The answer never comes: the editor is gone.
    this.nvim.command('qa!').catch(() => {});
    await within(this.exited, 'Neovim ends').finally(() => this.kill());
    await this.#recording.serversEnded();
    const traffic = this.traffic();
    const checks = this.#recording.servers().map(() => new TrafficCheck());
    for (const { from, message, server } of traffic) checks[server - 1].message(from, message);
    rmSync(this.folder, { recursive: true, force: true });
    return { traffic, problems: checks.flatMap(({ problems }) => problems) };
  }
}
