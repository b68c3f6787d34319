import { LanguageClient } from 'vscode-languageclient/node';

/** A protocol client whose errors go to the log alone: the library would show one for every start that fails, and the session tells of them once. */
export class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}
