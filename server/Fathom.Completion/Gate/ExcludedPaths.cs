using Microsoft.Extensions.FileSystemGlobbing;

namespace Fathom.Completion.Gate;

/// <summary>Matches paths against the glob patterns of the setting <c>exclude</c>.</summary>
internal static class ExcludedPaths
{
    // Settings are immutable and change rarely, so the matcher of the latest list is kept.
    private static CompiledPatterns? s_latest;

    /// <summary>True when one of the patterns matches. Patterns compare without regard to case.</summary>
    public static bool Contains(string path, IReadOnlyList<string> patterns)
    {
        if (patterns.Count == 0)
        {
            return false;
        }

        CompiledPatterns? compiled = s_latest;
        if (compiled is null || !ReferenceEquals(compiled.Patterns, patterns))
        {
            var matcher = new Matcher(StringComparison.OrdinalIgnoreCase);
            matcher.AddIncludePatterns(patterns);
            compiled = new CompiledPatterns(patterns, matcher);
            s_latest = compiled;
        }

        return compiled.Matcher.Match("/", path.TrimStart('/')).HasMatches;
    }

    private sealed record CompiledPatterns(IReadOnlyList<string> Patterns, Matcher Matcher);
}
