// VS Code's window in a headless browser, used by keyboard and eye only: what a person does and sees.
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { until } from '../../clients/waiting.mjs';
import { Recording } from '../recording.mjs';
import { CodeServer } from './code-server.mjs';

export class Workbench {
  #folder;
  #server;
  #browser;
  #recording;

  /**
   * Opens a window on a new folder with these files.
   * @param {object} [script] what a scripted server says, in place of Fathom's.
   */
  static async open(vsCode, { files, script, ...options }) {
    const workbench = new Workbench();
    const folder = workbench.#folder = mkdtempSync(path.join(tmpdir(), 'fathom-vscode-'));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(workbench.file(name)), { recursive: true });
      writeFileSync(workbench.file(name), text);
    }
    workbench.#recording = new Recording(folder);
    const machine = script ? { 'fathom.server.path': workbench.#scripted(script) } : { 'fathom.server.dotnet': workbench.#recording.dotnet };
    try {
      workbench.#server = await CodeServer.start(vsCode, { folder, machine, ...options });
      workbench.#browser = await chromium.launch({ executablePath: vsCode.browser, args: ['--no-sandbox', '--disable-dev-shm-usage'], timeout: 120_000 });
      workbench.page = await workbench.#browser.newPage({ viewport: { width: 1100, height: 700 }, deviceScaleFactor: 1 });
      workbench.page.setDefaultTimeout(60_000);
      await workbench.page.goto(workbench.#server.url, { waitUntil: 'commit', timeout: 120_000 });
      await workbench.page.locator('.monaco-workbench .statusbar').waitFor();
    } catch (error) {
      await workbench.close();
      throw error;
    }
    return workbench;
  }

  /** Has the scripted server say something else from now on. */
  rescript(script) {
    const file = path.join(this.#folder, 'script.json');
    writeFileSync(`${file}.new`, JSON.stringify(script));
    renameSync(`${file}.new`, file);
  }

  /** A program that is the scripted server with its script. */
  #scripted(script) {
    this.rescript(script);
    const program = path.join(this.#folder, 'server');
    writeFileSync(program, `#!/bin/sh\nexec '${path.join(this.#folder, 'bin/scripted-server')}' '${path.join(this.#folder, 'script.json')}'\n`, { mode: 0o755 });
    return program;
  }

  async close() {
    await this.#browser?.close();
    await this.#server?.stop();
    await until(() => this.#processes(line => line.some(part => part.startsWith(this.#folder))).length === 0, 'every process of the window ends');
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }

  /** A path in the opened folder. */
  file(name) {
    return path.join(this.#folder, 'workspace', name);
  }

  /** Opens a file through quick open and waits for its text in colours: then the editor knows the language. */
  async openFile(name) {
    await this.#ask('Control+P', name, path.basename(name));
    await this.page.locator(`.tab.active[data-resource-name="${path.basename(name)}"]`).waitFor();
    await this.page.locator('.editor-instance .view-line > span > span:nth-child(2)').first().waitFor();
  }

  /** The cursor to a line, counted from one, and there to its end. */
  async goToEndOf(line) {
    await this.#ask('Control+G', `:${line}`);
    await this.press('End');
  }

  /** Runs a command by its title, through the command palette. */
  async command(title) {
    await this.#ask('F1', `>${title}`, title);
  }

  /** How much a log is to say. */
  async setLogLevel(log, level) {
    await this.command('Developer: Set Log Level');
    await this.pick(log);
    await this.pick(level);
  }

  /** What stands in the line of the question that the window asks, some of whose words are given. */
  async asked(question) {
    return this.page.locator('.quick-input-widget', { hasText: question }).locator('input').first().inputValue();
  }

  /**
   * Answers the question that the window asks, with a line of text.
   * @param {string} [question] some of its words, where another one follows.
   */
  async answer(text, question = '') {
    const widget = this.page.locator('.quick-input-widget', { hasText: question });
    await widget.locator('input').first().fill(text);
    await this.press('Enter');
    await widget.waitFor({ state: 'hidden' });
  }

  async press(key) {
    await this.page.keyboard.press(key);
  }

  async type(text) {
    await this.page.keyboard.type(text);
  }

  /**
   * Types `text` key by key until a suggestion is shown that is `wanted`, resting where a word or an argument begins, as people do.
   * Returns the suggestion and what was typed; another model suggests at other places, and that is no reason to fail.
   */
  async typeUntilGhost(text, wanted = () => true) {
    for (let index = 0; index < text.length; index++) {
      await this.type(text[index]);
      const begins = /\W/.test(text[index - 1] ?? ' ') || /[ .(]/.test(text[index]);
      if (!begins || text[index + 1] === ' ') continue;
      const ghost = await this.ghostWithin(1000);
      if (ghost && wanted(ghost) && await this.#stays(ghost)) return { ...ghost, typed: text.slice(0, index + 1) };
    }
    throw new Error(`No suggestion was shown while ${JSON.stringify(text)} was typed. ${await this.status()}`);
  }

  /** Whether a suggestion is still there when the answer to the last key has come: until then VS Code goes on showing an older one. */
  async #stays({ grey }) {
    await this.statusIs(/^Fathom: ready/);
    await sleep(500);
    return (await this.ghost())?.grey === grey && /^Fathom: ready/.test(await this.status());
  }

  /**
   * The line of the cursor as it stands on the screen, without what is grey, left and right of the cursor, and its number, counted from one.
   * @returns {Promise<{ line: number, left: string, right: string } | undefined>}
   */
  place() {
    return this.page.evaluate(() => {
      const cursor = document.querySelector('.cursors-layer .cursor').getBoundingClientRect();
      const line = [...document.querySelectorAll('.view-lines > .view-line')].find(each => Math.abs(each.getBoundingClientRect().top - cursor.top) < 3);
      const number = document.querySelector('.line-numbers.active-line-number');
      if (!line || !number) return undefined;
      const sides = { left: '', right: '' };
      const pieces = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      while (pieces.nextNode()) {
        const piece = pieces.currentNode;
        // What stands right of the cursor is hidden where the suggestion has several lines: it is drawn behind the last one.
        if (piece.parentElement.closest('[class*="ghost-text"]:not(.ghost-text-hidden)')) continue;
        for (const [index, character] of [...piece.data].entries()) {
          const place = document.createRange();
          place.setStart(piece, index);
          place.setEnd(piece, index + 1);
          sides[place.getBoundingClientRect().left < cursor.left - 1 ? 'left' : 'right'] += character === '\u00a0' ? ' ' : character;
        }
      }
      return { line: Number(number.textContent), ...sides };
    });
  }

  /** The suggestion that comes within a time, if one comes. */
  ghostWithin(milliseconds) {
    return until(() => this.ghost(), 'a suggestion', milliseconds).catch(() => undefined);
  }

  /**
   * The suggestion in grey as it stands on the screen, or undefined while there is none: `grey` is its text,
   * `lines` are the whole lines that it makes, with the text that is there already.
   * @returns {Promise<{ grey: string, lines: string[] } | undefined>}
   */
  async ghost() {
    const ghost = await this.page.evaluate(() => {
      const texts = elements => [...elements].map(({ textContent }) => textContent.replaceAll('\u00a0', ' '));
      const line = document.querySelector('.view-line:has(.ghost-text-decoration)');
      const below = texts(document.querySelectorAll('.view-zones .suggest-preview-text .view-line'));
      const inline = line ? texts(line.querySelectorAll('.ghost-text-decoration')).join('') : '';
      return { grey: [inline, ...below].join('\n'), lines: [...(line ? texts([line]) : []), ...below] };
    });
    return ghost.grey === '' ? undefined : ghost;
  }

  /** The accessible name of the extension's item in the status bar. */
  async status() {
    const item = this.page.locator('.statusbar-item[id*="fathom.status"] a').first();
    return await item.count() > 0 ? await item.getAttribute('aria-label') ?? '' : '';
  }

  /** Clicks the status item, as soon as it takes clicks. */
  async clickStatus() {
    await this.page.locator('.statusbar-item[id*="fathom.status"] a').first().click();
  }

  /** The text that the panel below the editor shows, of an output channel for one, wherever its lines are broken. */
  async panel() {
    return (await this.page.locator('.part.panel .view-line').allInnerTexts()).join(' ').replaceAll(/\s+/g, ' ');
  }

  /** Waits until something holds of what the extension has logged. */
  logged(condition, what) {
    return until(condition, what).catch(error => {
      const logs = readdirSync(this.#folder, { recursive: true }).filter(name => /data\/logs\/.*(Fathom|exthost)\.log$/.test(name));
      throw new Error([error.message, ...logs.map(name => `${name}:\n${readFileSync(path.join(this.#folder, name), 'utf8').slice(-2000)}`)].join('\n'));
    });
  }

  /** Remembers all that the status item says from now on; returns a function that gives what was said so far. */
  async recordStatus() {
    await this.page.evaluate(() => {
      const said = globalThis.saidByFathom = [];
      const bar = document.querySelector('.statusbar');
      new MutationObserver(() => said.push(bar.querySelector('[id*="fathom.status"] a')?.ariaLabel ?? ''))
        .observe(bar, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-label'] });
    });
    return () => this.page.evaluate(() => globalThis.saidByFathom);
  }

  /** Waits until the status item says something. */
  statusIs(pattern, milliseconds) {
    return until(async () => pattern.test(await this.status()), `the status item says ${pattern}`, milliseconds).catch(async error => {
      throw new Error(`${error.message} It says: ${await this.status()}`);
    });
  }

  /** Waits until the suggestion in grey is this. */
  ghostIs(grey) {
    return until(async () => (await this.ghost())?.grey === grey, `the suggestion ${JSON.stringify(grey)}`).catch(async error => {
      throw new Error(`${error.message} There is ${JSON.stringify(await this.ghost())}.`);
    });
  }

  /** The commands that the server was told so far: `[name, ...arguments]`. */
  commandsTold() {
    return this.#recording.traffic().filter(({ message }) => message.method === 'workspace/executeCommand').map(({ message: { params } }) => [params.command, ...params.arguments]);
  }

  /** The server's answers to a command so far, oldest first. */
  commandAnswers(command) {
    return this.#recording.answers('workspace/executeCommand').filter(({ params }) => params.command === command).map(({ result, error }) => result ?? error);
  }

  /** Whether the server was told to answer a command no more. */
  isCancelled(command) {
    const traffic = this.#recording.traffic().filter(({ from }) => from === 'client').map(({ message }) => message);
    const asked = traffic.filter(({ params }) => params?.command === command).map(({ id }) => id);
    return traffic.some(({ method, params }) => method === '$/cancelRequest' && asked.includes(params.id));
  }

  /**
   * Waits until the preview of a refactoring lists this, all of it ticked.
   * @param {string[]} entries what a screen reader says of them: the files, and below each the lines that change.
   */
  async previewIs(entries) {
    const rows = this.page.locator('[aria-label="Bulk Edit"] .monaco-list-row');
    const listed = () => rows.evaluateAll(all => all.map(row => `${row.querySelector('[role=checkbox]').ariaChecked === 'true' ? '' : 'not '}ticked: ${row.ariaLabel.trim().replaceAll(/\s+/g, ' ')}`));
    const wanted = entries.map(entry => `ticked: ${entry}`).join('\n');
    await until(async () => (await listed()).join('\n') === wanted, 'the preview').catch(async error => {
      throw new Error(`${error.message} It lists\n${(await listed()).join('\n')}\nand not\n${wanted}`);
    });
  }

  /** Waits for the preview of a refactoring. */
  async isPreviewed() {
    await this.page.locator('[aria-label="Bulk Edit"] .monaco-list-row').first().waitFor();
  }

  /** Presses a button of the preview of a refactoring. */
  async inPreview(button) {
    await this.page.locator('.part.panel .monaco-button', { hasText: button }).click();
    await this.page.locator('[aria-label="Bulk Edit"]').waitFor({ state: 'hidden' });
  }

  /**
   * Waits until the last question was asked at a column and is answered, and for the moment that VS Code takes to put the answer in the place of an older suggestion that
   * looks the same: nothing on the screen tells it.
   */
  async isAnsweredAt(column) {
    await until(() => {
      const traffic = this.#recording.traffic();
      const asked = traffic.findLast(({ message }) => message.method === 'textDocument/inlineCompletion')?.message;
      return asked?.params.position.character === column && traffic.some(({ from, message }) => from === 'server' && message.id === asked.id && message.result !== undefined);
    }, `an answer at column ${column}`);
    await sleep(300);
  }

  /** Saves the file in front and returns its text on disk. */
  async saved(name) {
    await this.press('Control+S');
    await until(async () => await this.page.locator('.tab.active.dirty').count() === 0, 'the file is saved');
    return readFileSync(this.file(name), 'utf8');
  }

  /** The texts of the list that quick pick shows. */
  async picks() {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    await rows.first().waitFor();
    return rows.allInnerTexts();
  }

  /** Chooses the entry of the list that says `text`. */
  async pick(text) {
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first().click();
  }

  /** What the notifications say that are there, shown or put away. */
  async notifications() {
    await this.command('Notifications: Show Notifications');
    const messages = this.page.locator('.notifications-center .notification-list-item-message');
    await messages.first().waitFor();
    return messages.allInnerTexts();
  }

  /** A message in the corner of the window, once it is there. */
  async toast(text) {
    const toast = this.page.locator('.notification-toast', { has: this.page.locator('.notification-list-item-message', { hasText: text }) });
    await toast.waitFor();
    return toast;
  }

  /** The dialog that stands in the way, once there is one. */
  async dialog() {
    const dialog = this.page.locator('.monaco-dialog-box');
    await dialog.waitFor();
    return dialog.innerText();
  }

  /** Presses a button of the dialog. */
  async inDialog(button) {
    const dialog = this.page.locator('.monaco-dialog-box');
    await dialog.locator('.monaco-button', { hasText: button }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  /** Replaces the settings that VS Code takes for the machine only. */
  setForMachine(settings) {
    this.#server.setForMachine(settings);
  }

  /** The process ids of the language servers of this window. */
  servers() {
    return this.#processes(line => line.some(part => part.startsWith(this.#folder) && part.endsWith('fathom.dll')) && !line.some(part => part.endsWith('recorder.mjs')));
  }

  /** The ids of processes whose command line, in parts, is meant. */
  #processes(matches) {
    return readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number).filter(id => {
      try {
        return matches(readFileSync(`/proc/${id}/cmdline`, 'utf8').split('\0'));
      } catch {
        return false;
      }
    });
  }

  /** What the present server was told of the settings so far, whichever way it heard of them, oldest first. */
  settingsTold() {
    const traffic = this.#recording.traffic(), present = traffic.at(-1)?.server;
    const asked = new Set(), told = [];
    for (const { from, message: { id, method, params, result }, server } of traffic) {
      if (server !== present) continue;
      if (method === 'initialize') told.push(params.initializationOptions);
      else if (method === 'workspace/didChangeConfiguration') told.push(params.settings.fathom);
      else if (method === 'workspace/configuration') asked.add(id);
      else if (from === 'client' && method === undefined && asked.has(id)) told.push(result[0]);
    }
    return told;
  }

  /** The files of this window's folder in which a text stands, but for the record of what passed between editor and server. */
  filesWith(text) {
    const files = readdirSync(this.#folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath ?? entry.path, entry.name));
    return files.filter(file => readFileSync(file).includes(text)).map(file => path.relative(this.#folder, file));
  }

  /** The document inside a webview. */
  webview() {
    return this.page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
  }

  async screenshot(file) {
    mkdirSync(path.dirname(file), { recursive: true });
    // Nothing half-way there: lists and messages fade in.
    await this.page.screenshot({ path: file, animations: 'disabled' });
  }

  /** Opens quick open with a key, fills in its line, waits for the entry that is meant, and takes it. */
  async #ask(key, text, entry) {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator('input').first();
    // It closes again where an editor takes the focus just then, as when a tab was closed; a person opens it once more.
    await until(async () => {
      await this.press(key);
      try {
        await input.fill(text, { timeout: 3000 });
        if (entry) await widget.locator('.monaco-list-row.focused', { hasText: entry }).first().waitFor({ timeout: 5000 });
        return true;
      } catch {
        await this.press('Escape');
        return false;
      }
    }, `${text} can be asked for`);
    await this.press('Enter');
    // It goes, or makes room for another list.
    await until(async () => await widget.isHidden() || await input.inputValue() !== text, `${text} is done`);
  }
}
