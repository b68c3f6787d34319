import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** An absolute path from one relative to the repository's root. */
export function repository(relative) {
  return path.resolve(root, relative);
}
