using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Repository.CSharp.Projects;

/// <summary>A C# project as its files say it is compiled, as far as that can be read without MSBuild.</summary>
/// <param name="Path">Path of the project file, relative to the folder; empty for sources that no project holds.</param>
/// <param name="AssemblyName">The name of its assembly.</param>
/// <param name="Sources">Paths of its sources, relative to the folder.</param>
/// <param name="References">Paths of the projects it may use, those that they use included.</param>
/// <param name="Assemblies">The assemblies of .NET and of packages.</param>
/// <param name="Unwritten">C# that the project file stands for: imports, and who may see what is internal.</param>
/// <param name="Options">How its sources are parsed.</param>
public sealed record SourceProject(
    string Path,
    string AssemblyName,
    ImmutableArray<string> Sources,
    ImmutableArray<string> References,
    ImmutableArray<MetadataReference> Assemblies,
    string Unwritten,
    CSharpParseOptions Options);
