using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Completion.Cursor;

/// <summary>A C# document as Roslyn parses it whole.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tree">Its syntax.</param>
internal sealed record ParsedDocument(SourceText Text, SyntaxTree Tree)
{
    /// <summary>Parses a text.</summary>
    /// <exception cref="OperationCanceledException">The parse was cancelled.</exception>
    public static ParsedDocument Of(string text, CancellationToken cancellationToken)
    {
        SourceText source = SourceText.From(text);
        return new ParsedDocument(source, CSharpSyntaxTree.ParseText(source, cancellationToken: cancellationToken));
    }
}
