using System.Collections.Immutable;
using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Structural;

/// <summary>Replaces the places of a repository that have one shape by another.</summary>
public static class StructuralReplace
{
    /// <summary>Stages a replacement.</summary>
    /// <param name="workspace">The projects.</param>
    /// <param name="pattern">What is searched for: C# with placeholders, as of <see cref="StructuralSearch.FindAsync"/>.</param>
    /// <param name="replacement">What comes in its place, with the same placeholders; empty to delete statements or declarations.</param>
    /// <param name="constraints">What placeholders have to be of.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The edits; no files where nothing fits.</returns>
    /// <exception cref="RefactoringException">Pattern or replacement is no C#, or they do not go together.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ChangeSet> StageAsync(
        EditableWorkspace workspace, string pattern, string replacement, IReadOnlyList<TypeConstraint> constraints, CancellationToken cancellationToken)
    {
        (Solution after, IReadOnlyList<string> warnings) = await ApplyAsync(workspace, pattern, replacement, constraints, cancellationToken);
        return await StagedEdit.MakeAsync($"replace {PlaceholderText.Shortened(pattern)}", workspace, after, warnings, null, cancellationToken);
    }

    /// <summary>Replaces and compiles nothing.</summary>
    internal static async Task<(Solution Replaced, IReadOnlyList<string> Warnings)> ApplyAsync(
        EditableWorkspace workspace, string pattern, string replacement, IReadOnlyList<TypeConstraint> constraints, CancellationToken cancellationToken)
    {
        (Template template, ImmutableArray<Pattern> read) = Template.Read(replacement, StructuralSearch.ReadPattern(pattern, constraints));
        Solution after = workspace.Solution;
        var left = new List<string>();
        await foreach ((Document document, ImmutableArray<PatternMatch> matches) in StructuralSearch.MatchesAsync(workspace, read, constraints, cancellationToken))
        {
            SyntaxNode root = (await document.GetSyntaxRootAsync(cancellationToken))!;
            var rewriter = new MatchRewriter(root, template, matches);
            SourceText text = await document.GetTextAsync(cancellationToken);
            SourceText changed = text.WithChanges(rewriter.Edits());
            left.AddRange(rewriter.Left.Select(node => $"{document.FilePath}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}"));
            foreach (DocumentId id in changed.ContentEquals(text) ? [] : workspace.Solution.IdsAt(document.FilePath))
            {
                after = after.WithDocumentText(id, changed);
            }
        }

        IReadOnlyList<string> switchedOff = await StructuralSearch.SwitchedOffAsync(workspace, StructuralSearch.WordsOf(read[0]), cancellationToken);
        string[] warnings =
        [
            .. left.Count > 0 ? [$"the replacement would lose comments or directives, and so these places stay as they are: {StagedEdit.Some(left)}"] : Array.Empty<string>(),
            .. switchedOff.Count > 0 ? [$"code that #if switches off is not looked at, and it has the same words at {StagedEdit.Some(switchedOff)}"] : Array.Empty<string>(),
        ];
        return (after, warnings);
    }
}
