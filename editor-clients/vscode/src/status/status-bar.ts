import { type Disposable, MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Session } from '../session.js';
import type { DocumentStatus } from './document-status.js';
import { statusTooltip, statusView } from './status-view.js';

/** The item in the status bar; a click opens the menu. */
export class StatusBar implements Disposable {
  readonly #item = window.createStatusBarItem('fathom.status', StatusBarAlignment.Right, 100);
  readonly #subscriptions: Disposable[];

  constructor(private readonly session: Session, private readonly here: DocumentStatus) {
    this.#item.name = 'Fathom';
    this.#item.command = 'fathom.showMenu';
    this.#subscriptions = [session.onDidChange(() => this.#show()), here.onDidChange(() => this.#show())];
    this.#show();
    this.#item.show();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const view = statusView(this.session.state, this.here.status);
    this.#item.text = `${view.icon} Fathom`;
    this.#item.tooltip = new MarkdownString(statusTooltip(view, this.here.status));
    this.#item.accessibilityInformation = { label: `Fathom: ${view.state}. ${view.message}`, role: 'button' };
    this.#item.backgroundColor = view.isError ? new ThemeColor('statusBarItem.errorBackground') : undefined;
  }
}
