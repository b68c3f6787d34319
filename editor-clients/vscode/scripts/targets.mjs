// VS Code's names of platforms and .NET's. ONNX Runtime has no build for Macs with Intel processors.
const runtimes = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
  'darwin-arm64': 'osx-arm64',
};

export const targets = Object.keys(runtimes);

/** The platform of this machine, as VS Code names it. */
export const thisTarget = `${process.platform}-${process.arch}`;

/** .NET's runtime identifier of a platform of VS Code's; an error for those that the server cannot run on. */
export function runtimeIdentifier(target) {
  const runtime = runtimes[target];
  if (target === 'darwin-x64') throw new Error(`There is no server for '${target}': ONNX Runtime has no build for Macs with Intel processors. The targets are ${targets.join(', ')}.`);
  if (!runtime) throw new Error(`There is no server for '${target}'; the targets are ${targets.join(', ')}.`);
  return runtime;
}
