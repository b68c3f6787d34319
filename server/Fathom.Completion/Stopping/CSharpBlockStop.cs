using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Completion.Stopping;

/// <summary>Complete at the brace that closes the block at the cursor, as Roslyn's lexer counts braces.</summary>
/// <param name="opened">True when the block's opening brace stands before the cursor; false when the text has to open it.</param>
/// <param name="closedBelow">True when the text after the cursor closes the block, so that the closing brace is left out.</param>
internal sealed class CSharpBlockStop(bool opened, bool closedBelow) : IStopRule
{
    public int? FindEnd(string text, bool ended)
    {
        int depth = opened ? 1 : 0;
        foreach (SyntaxToken token in SyntaxFactory.ParseTokens(text))
        {
            if (token.IsKind(SyntaxKind.OpenBraceToken))
            {
                depth++;
            }
            else if (token.IsKind(SyntaxKind.CloseBraceToken) && --depth <= 0)
            {
                return opened && closedBelow ? token.SpanStart : EndOfStatement(text, token.Span.End, ended);
            }
            else if (depth == 0 && !token.IsKind(SyntaxKind.EndOfFileToken))
            {
                // The head goes on (a base call, a constraint, an expression body, a statement without braces): that is one line.
                int newLine = text.IndexOf('\n', token.SpanStart);
                return newLine >= 0 ? newLine : ended ? text.Length : null;
            }
        }

        return ended ? text.Length : null;
    }

    /// <summary>The closing brace and what follows it on its line, as in <c>});</c>.</summary>
    private static int? EndOfStatement(string text, int brace, bool ended)
    {
        int newLine = text.IndexOf('\n', brace);
        return newLine >= 0 ? newLine : ended ? text.Length : null;
    }
}
