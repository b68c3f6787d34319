/**
 * Whether publishing failed for want of the one package that only compiling ahead needs, .NET's own assemblies for the platform; package mirrors have it for some.
 * @param {string} output of `dotnet publish`.
 */
export function cannotBeCompiledAhead(output, runtime) {
  const missing = [...output.matchAll(/error NU1101: Unable to find package (\S+?)\. /g)].map(([, name]) => name.toLowerCase());
  const ahead = ['microsoft.netcore.app.runtime', 'microsoft.aspnetcore.app.runtime'].map(name => `${name}.${runtime}`);
  return missing.length > 0 && missing.every(name => ahead.includes(name));
}
