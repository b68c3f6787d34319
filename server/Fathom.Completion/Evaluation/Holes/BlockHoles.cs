using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Completion.Evaluation.Holes;

/// <summary>Holes between the braces of a block.</summary>
internal static class BlockHoles
{
    // The pipeline shows at most 12 lines.
    private const int MostLines = 10;

    /// <summary>
    /// From behind an opening brace at the end of its line to the end of the line before the closing brace, for blocks with statements, of at most
    /// ten lines, without comments and directives.
    /// </summary>
    public static IEnumerable<Hole> In(SourceCode code)
    {
        foreach (BlockSyntax block in code.Root.DescendantNodes().OfType<BlockSyntax>())
        {
            if (block.Statements.Count == 0)
            {
                continue;
            }

            int lines = code.LineOf(block.CloseBraceToken.SpanStart) - code.LineOf(block.OpenBraceToken.SpanStart) - 1;
            bool isTall = code.LineOf(block.Statements[0].SpanStart) > code.LineOf(block.OpenBraceToken.SpanStart)
                && code.LineOf(block.Statements[^1].Span.End) < code.LineOf(block.CloseBraceToken.SpanStart);
            if (isTall && lines <= MostLines && !block.ContainsDirectives && !block.DescendantTrivia().Any(SourceCode.IsComment))
            {
                yield return new Hole(block.OpenBraceToken.Span.End, block.Statements[^1].Span.End);
            }
        }
    }
}
