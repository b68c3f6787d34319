using Microsoft.CodeAnalysis;

namespace Fathom.Completion.Evaluation.Holes;

/// <summary>The lines of a file that hold code and nothing else.</summary>
internal static class CodeLines
{
    /// <summary>
    /// The tokens of every line that has tokens, in order; left out are lines with a comment or with a part of a token that spans several lines.
    /// Lines of directives, and what a directive switches off, have no tokens.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<SyntaxToken>> In(SourceCode code)
    {
        var lines = new SortedDictionary<int, List<SyntaxToken>>();
        var mixed = new HashSet<int>();
        foreach (SyntaxToken token in code.Root.DescendantTokens().Where(token => token.Span.Length > 0))
        {
            int line = code.LineOf(token.SpanStart);
            int last = code.LineOf(token.Span.End);
            if (last > line)
            {
                mixed.UnionWith(Enumerable.Range(line, last - line + 1));
            }

            if (!lines.TryGetValue(line, out List<SyntaxToken>? tokens))
            {
                lines.Add(line, tokens = []);
            }

            tokens.Add(token);
        }

        foreach (SyntaxTrivia comment in code.Root.DescendantTrivia().Where(SourceCode.IsComment))
        {
            int line = code.LineOf(comment.SpanStart);
            mixed.UnionWith(Enumerable.Range(line, code.LineOf(comment.Span.End) - line + 1));
        }

        return [.. lines.Where(line => !mixed.Contains(line.Key)).Select(line => line.Value)];
    }
}
