using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Completion.Evaluation.Holes;

/// <summary>What stands after the cursor while a block is still being written: the rest of the cursor's line, and from the end of the block on.</summary>
internal static class UnwrittenRest
{
    /// <summary>The text after a hole without the lines between it and the closing brace of the innermost block around its end.</summary>
    public static string Suffix(SourceCode code, Hole hole)
    {
        int endOfLine = code.Lines.GetLineFromPosition(hole.End).End;
        return code.Text[hole.End..endOfLine] + code.Text[Math.Max(endOfLine, EndOfBlock(code, hole))..];
    }

    /// <summary>The end of the line before the block's closing brace; the end of the hole where no block is around it.</summary>
    private static int EndOfBlock(SourceCode code, Hole hole)
    {
        SyntaxToken? brace = code.Root.FindToken(hole.End).Parent?.AncestorsAndSelf()
            .Select(ClosingBrace)
            .FirstOrDefault(token => token is { } closing && closing.SpanStart >= hole.End && closing.Parent!.SpanStart < hole.Start);
        if (brace is not { } found)
        {
            return hole.End;
        }

        TextLine line = code.Lines.GetLineFromPosition(found.SpanStart);
        return line.LineNumber == 0 ? hole.End : code.Lines[line.LineNumber - 1].End;
    }

    private static SyntaxToken? ClosingBrace(SyntaxNode node) => node switch
    {
        BlockSyntax block => block.CloseBraceToken,
        TypeDeclarationSyntax { CloseBraceToken.IsMissing: false } type => type.CloseBraceToken,
        _ => null,
    };
}
