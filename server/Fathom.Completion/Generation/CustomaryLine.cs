using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Fathom.Completion.Cursor;

namespace Fathom.Completion.Generation;

/// <summary>
/// Knows how a line of a C# file goes on by custom, where a small model has not learned the custom: the namespace is named as the folders, the type as the file, <c>System</c>
/// comes first among directives, and a directive imports what the file needs.
/// </summary>
internal sealed partial class CustomaryLine
{
    // How much likelier than the model says, in log-odds; chosen on the validation projects.
    private const float NamespaceLogOdds = 1;
    private const float SystemLogOdds = 2;
    private const float DirectiveLogOdds = 5;
    private const float TypeLogOdds = 5;

    private const string Using = "using ";

    private readonly string _path;
    private readonly ImmutableArray<string> _directives;
    private readonly string? _missingType;
    private readonly string? _kindOfMissing;
    private readonly bool _isNamespaceMissing;
    private readonly bool _isSystemMissing;

    private CustomaryLine(CompletionPrompt prompt, ReadOnlySpan<char> before, ReadOnlySpan<char> after, bool isAlone)
    {
        (_path, _directives) = (prompt.Path, prompt.MissingDirectives);
        _isSystemMissing = after.TrimStart().StartsWith("using System.") && !MissingLine.IsThere(before, Using) && !MissingLine.IsThere(after, "using System;");
        _isNamespaceMissing = isAlone && !MissingLine.IsThere(before, FolderNamespace.Word) && !MissingLine.IsThere(after, FolderNamespace.Word);
        if (FileType.Of(_path) is { } type && !FileType.IsDeclared(type, before) && !FileType.IsDeclared(type, after))
        {
            _missingType = type;
            string? kind = IsInterface(type) ? "interface" : type.EndsWith("Extensions", StringComparison.Ordinal) ? "static class" : null;
            _kindOfMissing = kind is null || AnyType.IsMatch(before) ? null : kind;
        }
    }

    /// <summary>What is the custom at a place; null where nothing is known of its line, as in most files and places.</summary>
    /// <param name="prompt">The place.</param>
    /// <param name="isAlone">True where no other file of the project is known: the others know its namespaces better than its folders do.</param>
    public static CustomaryLine? Find(CompletionPrompt prompt, bool isAlone)
    {
        if (!prompt.Path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var custom = new CustomaryLine(prompt, prompt.Prefix.AsSpan(0, prompt.Prefix.LastIndexOf('\n') + 1), prompt.Suffix, isAlone);
        return custom._isSystemMissing || !custom._directives.IsEmpty || custom._isNamespaceMissing || custom._missingType is not null ? custom : null;
    }

    /// <summary>How a line goes on.</summary>
    /// <param name="line">The line so far.</param>
    /// <param name="logOdds">How much likelier than the model says each token of it is.</param>
    /// <returns>The rest of the line, or a part of it; empty where no custom is known.</returns>
    public string RestOf(string line, out float logOdds)
    {
        logOdds = DirectiveLogOdds;
        ReadOnlySpan<char> begun = line.AsSpan().TrimStart();
        foreach (string directive in _directives)
        {
            if (Rest($"{Using}{directive};", begun, least: Using.Length - 1) is { } rest)
            {
                return rest;
            }
        }

        logOdds = SystemLogOdds;
        if (_isSystemMissing && Rest("using System;", begun, least: Using.Length - 1) is { } system)
        {
            return system;
        }

        logOdds = NamespaceLogOdds;
        if (_isNamespaceMissing && line.StartsWith(FolderNamespace.Word, StringComparison.Ordinal))
        {
            return FolderNamespace.Of(_path, FolderNamespace.TypedIn(line) ?? "") is { } name ? Rest($"{FolderNamespace.Word} {name}", line, least: 0) ?? "" : "";
        }

        logOdds = TypeLogOdds;
        return _missingType is { } type ? RestOfHead(type, line) ?? "" : "";
    }

    private string? RestOfHead(string type, string line)
    {
        if (HeadOfType.Match(line) is { Success: true } head)
        {
            bool isNamedSo = head.Groups["kind"].ValueSpan is "interface" == IsInterface(type);
            return isNamedSo ? Rest($" {type}", head.Groups["name"].ValueSpan, least: 0) : null;
        }

        return _kindOfMissing is { } kind && Modifiers.Match(line) is { Success: true } modifiers ? Rest($" {kind} {type}", modifiers.Groups["rest"].ValueSpan, least: 0) : null;
    }

    [GeneratedRegex(@"^\s*((public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe|new|record)\s+)*(?<kind>class|interface|struct|enum|record)(?<name>( \w*)?)$")]
    private static partial Regex HeadOfType { get; }

    [GeneratedRegex(@"^\s*(public|internal|file|partial|unsafe)(?<rest>( \w*)?)$")]
    private static partial Regex Modifiers { get; }

    [GeneratedRegex(@"^\s*((public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe|record)\s+)*(class|interface|struct|enum|record)\s", RegexOptions.Multiline)]
    private static partial Regex AnyType { get; }

    private static string? Rest(string whole, ReadOnlySpan<char> begun, int least) =>
        begun.Length >= least && begun.Length < whole.Length && whole.AsSpan().StartsWith(begun) ? whole[begun.Length..] : null;

    private static bool IsInterface(string type) => type is ['I', >= 'A' and <= 'Z', ..];
}
