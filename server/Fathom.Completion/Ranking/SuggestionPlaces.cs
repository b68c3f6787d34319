using System.Text.Json;
using Fathom.Completion.Filtering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Completion.Ranking;

/// <summary>Finds the place of a suggestion in Roslyn's tree of the document that holds it.</summary>
internal static class SuggestionPlaces
{
    /// <summary>The names of the places, in their order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Enum.GetNames<SuggestionPlace>().Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)];

    public static SuggestionPlace Find(CSharpEdit edit, CancellationToken cancellationToken)
    {
        SyntaxNode root = edit.After.GetRoot(cancellationToken);
        if (root.FullSpan.IsEmpty)
        {
            return SuggestionPlace.Other;
        }

        int start = Math.Min(edit.Inserted.Start, root.FullSpan.End - 1);
        if (root.FindTrivia(start) is var trivia && trivia.Span.Contains(start) && IsComment(trivia))
        {
            return SuggestionPlace.Comment;
        }

        SyntaxToken token = root.FindToken(start);
        if (token.Span.Start < start && IsText(token))
        {
            return SuggestionPlace.String;
        }

        foreach (SyntaxNode node in token.Parent?.AncestorsAndSelf() ?? [])
        {
            if (PlaceOf(node, token) is { } place)
            {
                return place;
            }
        }

        return SuggestionPlace.Other;
    }

    private static SuggestionPlace? PlaceOf(SyntaxNode node, SyntaxToken token) => node switch
    {
        SimpleNameSyntax { Parent: MemberAccessExpressionSyntax access } name when access.Name == name => SuggestionPlace.Member,
        SimpleNameSyntax { Parent: MemberBindingExpressionSyntax } => SuggestionPlace.Member,
        UsingDirectiveSyntax or BaseNamespaceDeclarationSyntax => SuggestionPlace.Directive,
        BaseArgumentListSyntax or AttributeArgumentListSyntax => SuggestionPlace.Argument,
        BlockSyntax => SuggestionPlace.Other,
        StatementSyntax statement => statement.GetFirstToken() == token ? SuggestionPlace.Statement : SuggestionPlace.Other,
        MemberDeclarationSyntax member => member.GetFirstToken() == token ? SuggestionPlace.Declaration : SuggestionPlace.Other,
        _ => null,
    };

    private static bool IsText(SyntaxToken token) => token.Kind() is SyntaxKind.StringLiteralToken or SyntaxKind.InterpolatedStringTextToken
        or SyntaxKind.SingleLineRawStringLiteralToken or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.CharacterLiteralToken;

    private static bool IsComment(SyntaxTrivia trivia) => trivia.Kind() is SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia
        or SyntaxKind.SingleLineDocumentationCommentTrivia or SyntaxKind.MultiLineDocumentationCommentTrivia;
}
