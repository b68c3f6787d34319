import { randomBytes } from 'node:crypto';
import { type Disposable, ViewColumn, type WebviewPanel, window } from 'vscode';
import type { Statistics } from '../protocol.js';
import type { Session } from '../session.js';
import { statusView } from '../status/status-view.js';
import { emptyStatisticsPage, statisticsPage } from './statistics-page.js';

/** The page of statistics: one panel at a time, filled anew each time it is shown. */
export class StatisticsPanel implements Disposable {
  #panel: WebviewPanel | undefined;

  constructor(private readonly session: Session) {}

  async show(): Promise<void> {
    this.#panel ??= this.#create();
    this.#panel.reveal(undefined, false);
    await this.#fill();
  }

  /** Forgets all that was counted, if the user really wants that. */
  async clear(): Promise<void> {
    const forget = 'Start Again';
    const answer = await window.showWarningMessage('Forget all of Fathom\'s statistics?', { modal: true }, forget);
    if (answer !== forget) return;
    try {
      await this.session.executeOrFail('fathom.resetStatistics', {});
      const isRunning = this.session.state.phase === 'running';
      void window.showInformationMessage(isRunning ? 'Fathom counts anew.' : `Nothing was forgotten. ${statusView(this.session.state, undefined).message}`);
    } catch (error) {
      void window.showErrorMessage(`Nothing was forgotten: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (this.#panel) await this.#fill();
  }

  dispose(): void {
    this.#panel?.dispose();
  }

  #create(): WebviewPanel {
    const panel = window.createWebviewPanel('fathom.statistics', 'Fathom Statistics', ViewColumn.Active, {
      enableCommandUris: ['fathom.showStatistics', 'fathom.clearStatistics'],
    });
    panel.onDidDispose(() => { this.#panel = undefined; });
    panel.onDidChangeViewState(() => { if (panel.visible) void this.#fill(); });
    return panel;
  }

  async #fill(): Promise<void> {
    const statistics = await this.session.ask<Statistics>('fathom/statistics');
    if (!this.#panel) return;
    const nonce = randomBytes(16).toString('base64');
    this.#panel.webview.html = statistics
      ? statisticsPage(statistics, nonce)
      : emptyStatisticsPage(statusView(this.session.state, undefined).message, nonce);
  }
}
