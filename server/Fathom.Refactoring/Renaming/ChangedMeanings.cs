using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Fathom.Refactoring.Staging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Renaming;

/// <summary>Finds names that mean something else after a renaming though everything compiles: a new member hides another, a local takes the place of a field.</summary>
internal static partial class ChangedMeanings
{
    /// <summary>The places of the new name that are bound otherwise than before.</summary>
    /// <param name="before">The solution before the renaming.</param>
    /// <param name="after">The solution after it.</param>
    /// <param name="oldName">The name before.</param>
    /// <param name="newName">The name after.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public static async Task<ImmutableArray<NewError>> FindAsync(Solution before, Solution after, string oldName, string newName, CancellationToken cancellationToken)
    {
        var found = ImmutableArray.CreateBuilder<NewError>();
        foreach (Document document in after.Projects.SelectMany(project => project.Documents).Where(document => document.FilePath is not null))
        {
            SourceText text = await document.GetTextAsync(cancellationToken);
            if (!text.ToString().Contains(newName, StringComparison.Ordinal) || await document.GetSyntaxRootAsync(cancellationToken) is not { } root)
            {
                continue;
            }

            SimpleNameSyntax[] names = [.. root.DescendantNodes().OfType<SimpleNameSyntax>().Where(name => name.Identifier.ValueText == newName)];
            Document old = before.GetDocument(document.Id)!;
            if (names.Length == 0 || await old.GetSyntaxRootAsync(cancellationToken) is not { } oldRoot)
            {
                continue;
            }

            TextChange[] edits = [.. (await document.GetTextChangesAsync(old, cancellationToken)).OrderBy(edit => edit.Span.Start)];
            (SemanticModel? now, SemanticModel? then) = (await document.GetSemanticModelAsync(cancellationToken), await old.GetSemanticModelAsync(cancellationToken));
            foreach (SimpleNameSyntax name in names)
            {
                SyntaxNode? oldNode = oldRoot.FindToken(OffsetBefore(name.Identifier.Span.End - 1, edits), findInsideTrivia: false).Parent;
                ISymbol? meantNow = now!.GetSymbolInfo(name, cancellationToken).Symbol;
                ISymbol? meantThen = oldNode is SimpleNameSyntax ? then!.GetSymbolInfo(oldNode, cancellationToken).Symbol : null;
                if (meantNow is not null && meantThen is not null && Described(meantNow, oldName, newName) != Described(meantThen, oldName, newName))
                {
                    LinePosition place = text.Lines.GetLinePosition(name.SpanStart);
                    found.Add(new NewError(document.FilePath!, place.Line + 1, place.Character + 1, "meaning", $"'{newName}' would mean {meantNow.ToDisplayString()} here, and no longer {meantThen.ToDisplayString()}"));
                }
            }
        }

        return found.ToImmutable();
    }

    /// <summary>A symbol in words that a renaming does not change.</summary>
    private static string Described(ISymbol symbol, string oldName, string newName) =>
        $"{symbol.Kind} {Word().Replace(symbol.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat), word => word.Value == oldName ? newName : word.Value)}";

    private static int OffsetBefore(int offset, TextChange[] edits)
    {
        int shift = 0;
        foreach (TextChange edit in edits)
        {
            int start = edit.Span.Start + shift;
            if (start > offset)
            {
                break;
            }

            if (offset < start + edit.NewText!.Length)
            {
                return Math.Max(edit.Span.End - 1, edit.Span.Start);
            }

            shift += edit.NewText.Length - edit.Span.Length;
        }

        return offset - shift;
    }

    [GeneratedRegex(@"[\p{L}_][\p{L}\p{N}_]*")]
    private static partial Regex Word();
}
