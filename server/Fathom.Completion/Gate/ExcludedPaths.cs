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
            compiled = new CompiledPatterns(patterns);
            s_latest = compiled;
        }

        return compiled.Match(path);
    }

    /// <summary>False for a pattern that fails whatever path it is compared with.</summary>
    public static bool CanMatch(string pattern)
    {
        try
        {
            _ = new CompiledPatterns([pattern]).Match("folder/file");
            return true;
        }
        catch (ArgumentException)
        {
            // The library has no other way to say which patterns it takes.
            return false;
        }
    }

    private sealed class CompiledPatterns
    {
        private readonly Matcher _matcher = new(StringComparison.OrdinalIgnoreCase);

        public CompiledPatterns(IReadOnlyList<string> patterns)
        {
            Patterns = patterns;
            _matcher.AddIncludePatterns(patterns);
        }

        public IReadOnlyList<string> Patterns { get; }

        public bool Match(string path) => _matcher.Match("/", path.TrimStart('/')).HasMatches;
    }
}
