using Fathom.Completion.Cursor;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Completion.Filtering;

/// <summary>A C# document before and after a suggestion is inserted, as Roslyn parses it.</summary>
/// <param name="Before">The document as it is.</param>
/// <param name="After">The document with the suggestion.</param>
/// <param name="Inserted">The part of <paramref name="After"/> from the cursor to the end of the suggestion.</param>
internal sealed record CSharpEdit(SyntaxTree Before, SyntaxTree After, TextSpan Inserted)
{
    /// <summary>Inserts a suggestion at the cursor that it was made for.</summary>
    /// <exception cref="OperationCanceledException">The parse was cancelled.</exception>
    public static CSharpEdit Of(CursorContext cursor, Suggestion suggestion, CancellationToken cancellationToken)
    {
        (SourceText text, SyntaxTree before) = cursor.Parse(cancellationToken);
        var replaced = TextSpan.FromBounds(suggestion.ReplaceStart, suggestion.ReplaceEnd);
        SyntaxTree after = before.WithChangedText(text.WithChanges(new TextChange(replaced, suggestion.Text)));
        return new CSharpEdit(before, after, TextSpan.FromBounds(cursor.Offset, suggestion.ReplaceStart + suggestion.Text.Length));
    }
}
