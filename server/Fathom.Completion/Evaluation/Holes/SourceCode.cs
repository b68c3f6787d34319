using Fathom.Repository.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Completion.Evaluation.Holes;

/// <summary>A parsed C# file.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Root">Roslyn's tree of it.</param>
/// <param name="Lines">Its lines.</param>
internal sealed record SourceCode(string Text, SyntaxNode Root, TextLineCollection Lines)
{
    /// <summary>Parses a file; null where it cannot be measured on: it has syntax errors, is nested too deeply, or its header says that it is generated.</summary>
    public static SourceCode? Parse(string text)
    {
        if (!CSharpNesting.IsBearable(text))
        {
            return null;
        }

        SourceText source = SourceText.From(text);
        SyntaxTree tree = CSharpSyntaxTree.ParseText(source);
        SyntaxNode root = tree.GetRoot();
        bool isFit = !GeneratedCode.IsSaidIn(root) && tree.GetDiagnostics().All(diagnostic => diagnostic.Severity != DiagnosticSeverity.Error);
        return isFit ? new SourceCode(text, root, source.Lines) : null;
    }

    /// <summary>The line of an offset, from 0.</summary>
    public int LineOf(int offset) => Lines.GetLineFromPosition(offset).LineNumber;

    /// <summary>True for a comment, a documentation comment included.</summary>
    public static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;

    /// <summary>True when a piece of text holds a letter or a digit, so more than brackets.</summary>
    public bool SaysSomething(Hole hole) => Count(hole, char.IsLetterOrDigit) > 0;

    /// <summary>True when a piece of text holds one character or none, white space aside.</summary>
    public bool IsTrivial(Hole hole) => Count(hole, character => !char.IsWhiteSpace(character)) < 2;

    private int Count(Hole hole, Func<char, bool> counts)
    {
        int count = 0;
        foreach (char character in Text.AsSpan(hole.Start, hole.End - hole.Start))
        {
            count += counts(character) ? 1 : 0;
        }

        return count;
    }
}
