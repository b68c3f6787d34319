using System.Text.RegularExpressions;

namespace Fathom.Completion.Generation;

/// <summary>
/// Knows how a line of a C# file goes on by custom, where a small model has not learned the custom: the namespace is named as the folders, the type as the file, and
/// <c>System</c> comes first among directives.
/// </summary>
internal sealed partial class CustomaryLine
{
    // How much likelier than the model says, in log-odds; fitted on the validation projects.
    private const float NamespaceLogOdds = 1;
    private const float SystemLogOdds = 2;
    private const float TypeLogOdds = 5;

    private const string Using = "using ";

    private readonly string _path;
    private readonly string _type;
    private readonly bool _isTypeMissing;
    private readonly bool _isFirstType;
    private readonly bool _isFirstUsing;
    private readonly bool _isAlone;

    /// <param name="prompt">The place of the line.</param>
    /// <param name="isAlone">True where no other file of the project is known: the others know its namespaces better than its folders do.</param>
    public CustomaryLine(CompletionPrompt prompt, bool isAlone)
    {
        string before = prompt.Prefix[..(prompt.Prefix.LastIndexOf('\n') + 1)];
        _path = prompt.Path;
        _type = FileType.Of(prompt.Path) ?? "";
        _isTypeMissing = _type.Length > 0 && !FileType.IsDeclared(_type, before) && !FileType.IsDeclared(_type, prompt.Suffix);
        _isFirstType = !AnyType.IsMatch(before);
        _isFirstUsing = prompt.Suffix.AsSpan().TrimStart().StartsWith("using System.") && !Holds(before, Using) && !Holds(prompt.Suffix, "using System;");
        _isAlone = isAlone;
    }

    /// <summary>How a line goes on.</summary>
    /// <param name="line">The line so far.</param>
    /// <param name="logOdds">How much likelier than the model says each token of it is.</param>
    /// <returns>The rest of the line, or a part of it; empty where no custom is known.</returns>
    public string RestOf(string line, out float logOdds)
    {
        logOdds = 0;
        if (!_path.EndsWith(".cs", StringComparison.OrdinalIgnoreCase))
        {
            return "";
        }

        if (_isFirstUsing && Rest("using System;", line.TrimStart(), least: Using.Length - 1) is { } system)
        {
            logOdds = SystemLogOdds;
            return system;
        }

        if (_isAlone && line.StartsWith(FolderNamespace.Word, StringComparison.Ordinal))
        {
            logOdds = NamespaceLogOdds;
            string typed = FolderNamespace.TypedIn(line) ?? "";
            return FolderNamespace.Of(_path, typed) is { } name ? Rest($"{FolderNamespace.Word} {name}", line, least: 0) ?? "" : "";
        }

        if (!_isTypeMissing)
        {
            return "";
        }

        logOdds = TypeLogOdds;
        if (HeadOfType.Match(line) is { Success: true } head)
        {
            bool isNamedSo = head.Groups["kind"].ValueSpan is "interface" == IsInterface(_type);
            return isNamedSo ? Rest($" {_type}", head.Groups["name"].Value, least: 0) ?? "" : "";
        }

        string? kind = IsInterface(_type) ? "interface" : _type.EndsWith("Extensions", StringComparison.Ordinal) ? "static class" : null;
        return kind is not null && _isFirstType && Modifiers.Match(line) is { Success: true } modifiers
            ? Rest($" {kind} {_type}", modifiers.Groups["rest"].Value, least: 0) ?? ""
            : "";
    }

    [GeneratedRegex(@"^\s*((public|internal|private|protected|file|static|sealed|abstract|partial|readonly|ref|unsafe|new|record)\s+)*(?<kind>class|interface|struct|enum|record)(?<name>( \w*)?)$")]
    private static partial Regex HeadOfType { get; }

    [GeneratedRegex(@"^\s*(public|internal|file|partial|unsafe)(?<rest>( \w*)?)$")]
    private static partial Regex Modifiers { get; }

    [GeneratedRegex(@"^\s*((public|internal|file|static|sealed|abstract|partial|readonly|ref|unsafe|record)\s+)*(class|interface|struct|enum|record)\s", RegexOptions.Multiline)]
    private static partial Regex AnyType { get; }

    private static string? Rest(string whole, string begun, int least) =>
        begun.Length >= least && begun.Length < whole.Length && whole.StartsWith(begun, StringComparison.Ordinal) ? whole[begun.Length..] : null;

    private static bool IsInterface(string type) => type is ['I', >= 'A' and <= 'Z', ..];

    private static bool Holds(ReadOnlySpan<char> text, string beginning)
    {
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            if (line.TrimStart().StartsWith(beginning))
            {
                return true;
            }
        }

        return false;
    }
}
