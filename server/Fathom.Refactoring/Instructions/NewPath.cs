using System.Buffers;

namespace Fathom.Refactoring.Instructions;

/// <summary>Says which paths a new file may have.</summary>
internal static class NewPath
{
    // What some system does not take in a name, and what would have to be quoted in a diff.
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create("\\:*?\"<>|\u007F" + new string([.. Enumerable.Range(0, 32).Select(each => (char)each)]));

    /// <summary>True for a path that is relative, leads down only, and means the same on every system.</summary>
    /// <param name="path">The path, with forward slashes.</param>
    public static bool IsGood(string path) => Array.TrueForAll(path.Split('/'), part =>
        part.Length > 0 && !part.AsSpan().ContainsAny(s_forbidden) && !char.IsWhiteSpace(part[0]) && !char.IsWhiteSpace(part[^1]) && part[^1] != '.');
}
