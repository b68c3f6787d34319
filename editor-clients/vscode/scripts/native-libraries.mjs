// Which native libraries a server needs, and for which platform one is: told by its first bytes, not by its name.
import { targets } from './targets.mjs';

/** How many of a library's first bytes tell its platform. */
export const headerLength = 4096;

const elf = { 62: 'linux-x64', 183: 'linux-arm64' };
const portableExecutable = { 0x8664: 'win32-x64', 0xaa64: 'win32-arm64' };
const machO = { 0x01000007: 'darwin-x64', 0x0100000c: 'darwin-arm64' };

/** The platforms that a library's first bytes name, as VS Code calls them; more than one in a universal library of macOS. */
export function platformsOf(header) {
  if (header.length < 64) return [];
  if (header.readUInt32BE(0) === 0x7f454c46) return known(elf, [header.readUInt16LE(18)]);
  if (header.readUInt16BE(0) === 0x4d5a) {
    const start = header.readUInt32LE(0x3c);
    return start + 6 <= header.length && header.readUInt32BE(start) === 0x50450000 ? known(portableExecutable, [header.readUInt16LE(start + 4)]) : [];
  }
  if (header.readUInt32LE(0) === 0xfeedfacf) return known(machO, [header.readUInt32LE(4)]);
  if (header.readUInt32BE(0) === 0xcafebabe) return known(machO, Array.from({ length: header.readUInt32BE(4) }, (_, index) => header.readUInt32BE(8 + 20 * index)));
  return [];
}

function known(machines, codes) {
  return codes.flatMap(code => machines[code] ?? []);
}

/** The libraries that a server cannot do without: for models, the index, and git's rules of what to ignore. */
const needed = { 'ONNX Runtime': 'onnxruntime', 'SQLite': 'e_sqlite3', 'libgit2': 'git2-[0-9a-f]+' };

function pattern(stem, target) {
  return target.startsWith('win32') ? new RegExp(`^${stem}\\.dll$`) : target.startsWith('darwin') ? new RegExp(`^lib${stem}\\.dylib$`) : new RegExp(`^lib${stem}\\.so$`);
}

/**
 * What is wrong with a server's native libraries, a sentence each.
 * @param {string[]} names of the files in the server's folder.
 * @param {(name: string) => Buffer} header gives the first bytes of one.
 */
export function nativeProblems(names, header, target) {
  const problems = [];
  for (const [what, stem] of Object.entries(needed)) {
    const found = names.filter(name => pattern(stem, target).test(name));
    if (found.length !== 1) problems.push(`The server for ${target} has ${found.length} libraries of ${what} and needs one.`);
  }
  const native = names.filter(name => /\.(so|dylib)$/.test(name) || Object.values(needed).some(stem => targets.some(each => pattern(stem, each).test(name))));
  for (const name of native) {
    if (!platformsOf(header(name)).includes(target)) problems.push(`${name} is not for ${target}.`);
  }
  return problems;
}
