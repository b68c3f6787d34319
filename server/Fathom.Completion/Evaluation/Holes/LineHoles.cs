using Microsoft.CodeAnalysis;

namespace Fathom.Completion.Evaluation.Holes;

/// <summary>Holes that end with their line.</summary>
internal static class LineHoles
{
    /// <summary>From the start of every token but a line's first to the end of the line, without white space there.</summary>
    public static IEnumerable<Hole> RestsOfLines(SourceCode code)
    {
        foreach (IReadOnlyList<SyntaxToken> line in CodeLines.In(code))
        {
            for (int i = 1; i < line.Count; i++)
            {
                yield return new Hole(line[i].SpanStart, line[^1].Span.End);
            }
        }
    }

    /// <summary>Every line without its indentation; lines of brackets and signs alone are left out.</summary>
    public static IEnumerable<Hole> WholeLines(SourceCode code) =>
        CodeLines.In(code).Select(line => new Hole(line[0].SpanStart, line[^1].Span.End)).Where(code.SaysSomething);
}
