using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Fathom.Refactoring.Sources;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

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
    /// <exception cref="RefactoringException">The pattern is no C#, a constraint names a placeholder that it has not, or no place that fits fulfils the constraints.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<IReadOnlyList<FoundPlace>> FindAsync(EditableWorkspace workspace, string pattern, IReadOnlyList<TypeConstraint> constraints, CancellationToken cancellationToken)
    {
        ImmutableArray<Pattern> read = ReadPattern(pattern, constraints);
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

    internal static ImmutableArray<Pattern> ReadPattern(string pattern, IReadOnlyList<TypeConstraint> constraints)
    {
        ImmutableArray<Pattern> read = Pattern.Read(pattern);
        foreach (TypeConstraint each in constraints)
        {
            if (!read[0].Names.Contains(each.Placeholder))
            {
                throw new RefactoringException($"The constraint on ${each.Placeholder} names a placeholder that the pattern has not.");
            }

            if (read[0].Lists.Contains(each.Placeholder))
            {
                throw new RefactoringException($"The constraint on ${each.Placeholder} is on a list, and only single things have a type.");
            }
        }

        return read;
    }

    /// <summary>The places of each source that has some, every source once.</summary>
    internal static async IAsyncEnumerable<(Document Document, ImmutableArray<PatternMatch> Matches)> MatchesAsync(
        EditableWorkspace workspace, ImmutableArray<Pattern> patterns, IReadOnlyList<TypeConstraint> constraints, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PatternMatcher[] matchers = [.. patterns.Select(pattern => new PatternMatcher(pattern, cancellationToken))];
        IEnumerable<Document> documents = workspace.Solution.Projects.SelectMany(project => project.Documents)
            .Where(workspace.IsHandWritten)
            .DistinctBy(document => document.FilePath, StringComparer.Ordinal)
            .OrderBy(document => document.FilePath, StringComparer.Ordinal);
        string[] words = WordsOf(patterns[0]);
        (int fitting, int held) = (0, 0);
        foreach (Document document in documents)
        {
            cancellationToken.ThrowIfCancellationRequested();

            // What has not all of a pattern's words cannot fit, and is not parsed.
            if (!HoldsAll(workspace.Sources[document.FilePath!].Text, words) || await document.GetSyntaxRootAsync(cancellationToken) is not { } root)
            {
                continue;
            }

            ImmutableArray<PatternMatch> matches = [.. root.DescendantNodesAndSelf().Select(node => matchers.Select(matcher => matcher.Match(node)).FirstOrDefault(match => match is not null)).OfType<PatternMatch>()];
            if (matches.Length > 0 && constraints.Count > 0)
            {
                SemanticModel model = (await document.GetSemanticModelAsync(cancellationToken))!;
                fitting += matches.Length;
                matches = [.. matches.Where(match => constraints.All(each => match.Bindings[each.Placeholder].Node is { } node && each.Holds(node, model, cancellationToken)))];
                held += matches.Length;
            }

            if (matches.Length > 0)
            {
                yield return (document, matches);
            }
        }

        if (fitting > 0 && held == 0)
        {
            string wished = string.Join(", ", constraints.Select(each => $"${each.Placeholder} of {each.Type}"));
            throw new RefactoringException($"The pattern fits {fitting} place{(fitting == 1 ? "" : "s")}, but at none is {wished}; write types as the code does, and take expressions and types only.");
        }
    }

    /// <summary>Places that the preprocessor has switched off and that hold all of a pattern's words: no edit reaches them.</summary>
    internal static async Task<IReadOnlyList<string>> SwitchedOffAsync(EditableWorkspace workspace, string[] words, CancellationToken cancellationToken)
    {
        var places = new List<string>();
        foreach (Document document in workspace.Solution.Projects.SelectMany(project => project.Documents).Where(workspace.IsHandWritten).DistinctBy(document => document.FilePath, StringComparer.Ordinal))
        {
            if (words.Length == 0 || !HoldsAll(workspace.Sources[document.FilePath!].Text, words) || await document.GetSyntaxRootAsync(cancellationToken) is not { ContainsDirectives: true } root)
            {
                continue;
            }

            places.AddRange(root.DescendantTrivia()
                .Where(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && HoldsAll(trivia.ToString(), words))
                .Select(trivia => $"{document.FilePath}:{trivia.GetLocation().GetLineSpan().StartLinePosition.Line + 1}"));
        }

        return places;
    }

    /// <summary>The words of a pattern: what fits it has all of them.</summary>
    internal static string[] WordsOf(Pattern pattern) =>
        [.. pattern.Root.DescendantTokens().Where(token => PlaceholderText.Of(token) is null && token.Text is [var first, ..] && !char.IsPunctuation(first) && !char.IsSymbol(first)).Select(token => token.Text).Distinct()];

    private static bool HoldsAll(string text, string[] words) => words.All(word => text.Contains(word, StringComparison.Ordinal));
}
