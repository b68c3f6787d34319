using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Repository.CSharp;

/// <summary>The language as sources are read: the newest version, for the newest .NET.</summary>
internal static class CSharpDialect
{
    private const int NewestFramework = 10;

    private static readonly string[] s_constants =
    [
        "NET", "NETCOREAPP", "TRACE", "DEBUG", $"NET{NewestFramework}_0",
        .. Enumerable.Range(5, NewestFramework - 4).Select(version => $"NET{version}_0_OR_GREATER"),
        "NETCOREAPP1_0_OR_GREATER", "NETCOREAPP1_1_OR_GREATER", "NETCOREAPP2_0_OR_GREATER", "NETCOREAPP2_1_OR_GREATER", "NETCOREAPP2_2_OR_GREATER",
        "NETCOREAPP3_0_OR_GREATER", "NETCOREAPP3_1_OR_GREATER",
    ];

    /// <summary>How files are parsed.</summary>
    public static CSharpParseOptions ParseOptions(IEnumerable<string> constants) =>
        new(LanguageVersion.Preview, DocumentationMode.None, preprocessorSymbols: s_constants.Concat(constants).Distinct());

    /// <summary>A compilation without sources but for what all files import.</summary>
    public static CSharpCompilation Compilation(ProjectSettings settings, IEnumerable<MetadataReference> packages, CSharpParseOptions options)
    {
        SyntaxTree imports = CSharpSyntaxTree.ParseText(settings.Imports, options);
        var compilation = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, concurrentBuild: false, nullableContextOptions: NullableContextOptions.Disable);
        return CSharpCompilation.Create("Workspace", [imports], [.. FrameworkReferences.Installed, .. packages], compilation);
    }
}
