using System.Collections.Immutable;
using Fathom.Refactoring.Sources;
using Microsoft.CodeAnalysis;

namespace Fathom.Refactoring.Structural;

/// <summary>Finds the places of a repository that have the shape of a piece of C#.</summary>
public static class StructuralSearch
{
    /// <summary>Searches all sources; where two places lie one in the other both are found.</summary>
    /// <param name="workspace">The projects.</param>
    /// <param name="pattern">C# with placeholders: <c>$name</c> for one thing, <c>$name...</c> for any number.</param>
    /// <param name="constraints">What placeholders have to be of.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The places, in the order of paths and texts.</returns>
    /// <exception cref="RefactoringException">The pattern is no C#, or a constraint names a placeholder that it has not.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<IReadOnlyList<FoundPlace>> FindAsync(EditableWorkspace workspace, string pattern, IReadOnlyList<TypeConstraint> constraints, CancellationToken cancellationToken)
    {
        Pattern read = ReadPattern(pattern, constraints);
        var found = new List<FoundPlace>();
        await foreach ((Document document, ImmutableArray<PatternMatch> matches) in MatchesAsync(workspace, read, constraints, cancellationToken))
        {
            string text = (await document.GetTextAsync(cancellationToken)).ToString();
            found.AddRange(matches.Select(match =>
            {
                FileLinePositionSpan place = match.Node.GetLocation().GetLineSpan();
                return new FoundPlace(document.FilePath!, place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1, text[match.Node.SpanStart..match.Node.Span.End]);
            }));
        }

        return found;
    }

    internal static Pattern ReadPattern(string pattern, IReadOnlyList<TypeConstraint> constraints)
    {
        Pattern read = Pattern.Read(pattern);
        foreach (TypeConstraint each in constraints)
        {
            if (!read.Names.Contains(each.Placeholder))
            {
                throw new RefactoringException($"The constraint on ${each.Placeholder} names a placeholder that the pattern has not.");
            }
        }

        return read;
    }

    /// <summary>The places of each source that has some, every source once.</summary>
    internal static async IAsyncEnumerable<(Document Document, ImmutableArray<PatternMatch> Matches)> MatchesAsync(
        EditableWorkspace workspace, Pattern pattern, IReadOnlyList<TypeConstraint> constraints, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var matcher = new PatternMatcher(pattern);
        string[] words = [.. pattern.Root.DescendantTokens().Where(token => PlaceholderText.Of(token) is null && token.Text is [var first, ..] && !char.IsPunctuation(first)).Select(token => token.Text).Distinct()];
        IEnumerable<Document> documents = workspace.Solution.Projects.SelectMany(project => project.Documents)
            .Where(workspace.IsHandWritten)
            .DistinctBy(document => document.FilePath, StringComparer.Ordinal)
            .OrderBy(document => document.FilePath, StringComparer.Ordinal);
        foreach (Document document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // What has not all of a pattern's words cannot fit, and is not parsed.
            string text = workspace.Sources[document.FilePath!].Text;
            if (!words.All(word => text.Contains(word, StringComparison.Ordinal)) || await document.GetSyntaxRootAsync(cancellationToken) is not { } root)
            {
                continue;
            }

            ImmutableArray<PatternMatch> matches = [.. root.DescendantNodesAndSelf().Select(matcher.Match).OfType<PatternMatch>()];
            if (matches.Length > 0 && constraints.Count > 0)
            {
                SemanticModel model = (await document.GetSemanticModelAsync(cancellationToken))!;
                matches = [.. matches.Where(match => constraints.All(each => match.Bindings[each.Placeholder].Node is { } node && each.Holds(node, model, cancellationToken)))];
            }

            if (matches.Length > 0)
            {
                yield return (document, matches);
            }
        }
    }
}
