using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Refactoring.Staging;

/// <summary>Compiles what an edit can reach before and after it.</summary>
/// <remarks>
/// Fathom reads projects without MSBuild and runs no generators, so a project may have errors here that its build has not. They are there before and after,
/// and only the difference counts.
/// </remarks>
internal static class ErrorDifference
{
    /// <summary>The errors that are there only after the edit: in the files that it changes, and where declarations change in all of these projects and of those that use them.</summary>
    /// <exception cref="OperationCanceledException">The compilation was cancelled.</exception>
    public static async Task<ImmutableArray<NewError>> FindAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        ProjectDependencyGraph graph = before.GetProjectDependencyGraph();
        ProjectChanges[] changed = [.. after.GetChanges(before).GetProjectChanges()];
        var found = new HashSet<NewError>();
        if (await AreBodiesOnlyAsync(before, after, changed, cancellationToken))
        {
            foreach (DocumentId id in changed.SelectMany(change => change.GetChangedDocuments()))
            {
                IReadOnlyList<Diagnostic> now = await ErrorsAsync(after.GetDocument(id)!, cancellationToken);
                found.UnionWith(now.Count == 0 ? [] : Beyond(await ErrorsAsync(before.GetDocument(id)!, cancellationToken), now));
            }
        }
        else
        {
            IEnumerable<ProjectId> ids = changed.Select(change => change.ProjectId);
            foreach (ProjectId id in ids.Concat(ids.SelectMany(graph.GetProjectsThatTransitivelyDependOnThisProject)).Distinct())
            {
                IReadOnlyList<Diagnostic> now = await ErrorsAsync(after.GetProject(id)!, cancellationToken);
                found.UnionWith(now.Count == 0 ? [] : Beyond(await ErrorsAsync(before.GetProject(id)!, cancellationToken), now));
            }
        }

        return [.. found.OrderBy(error => error.Path, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column)];
    }

    private static async Task<bool> AreBodiesOnlyAsync(Solution before, Solution after, ProjectChanges[] changed, CancellationToken cancellationToken)
    {
        foreach (DocumentId id in changed.SelectMany(change => change.GetChangedDocuments()))
        {
            (SyntaxTree? old, SyntaxTree? now) = (await before.GetDocument(id)!.GetSyntaxTreeAsync(cancellationToken), await after.GetDocument(id)!.GetSyntaxTreeAsync(cancellationToken));
            if (!SyntaxFactory.AreEquivalent(old, now, topLevel: true))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<IReadOnlyList<Diagnostic>> ErrorsAsync(Document document, CancellationToken cancellationToken) =>
        ErrorsAmong((await document.GetSemanticModelAsync(cancellationToken))!.GetDiagnostics(cancellationToken: cancellationToken));

    private static async Task<IReadOnlyList<Diagnostic>> ErrorsAsync(Project project, CancellationToken cancellationToken) =>
        ErrorsAmong((await project.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken));

    private static IReadOnlyList<Diagnostic> ErrorsAmong(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.Where(each => each.Severity == DiagnosticSeverity.Error)];

    /// <summary>Errors are told apart by file, number and sentence. Where a sentence is another one because it quotes what was renamed, as many of a number as there were are none that is new.</summary>
    private static IEnumerable<NewError> Beyond(IReadOnlyList<Diagnostic> before, IReadOnlyList<Diagnostic> after)
    {
        ILookup<(string, string), string> known = before.ToLookup(KeyOf, MessageOf);
        foreach (IGrouping<(string, string), Diagnostic> group in after.GroupBy(KeyOf))
        {
            var left = known[group.Key].ToList();
            int more = group.Count() - left.Count;
            foreach (Diagnostic error in group.Where(error => !left.Remove(MessageOf(error))).TakeLast(Math.Max(more, 0)))
            {
                FileLinePositionSpan place = error.Location.GetLineSpan();
                yield return new NewError(error.Location.SourceTree?.FilePath ?? "", place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1, error.Id, MessageOf(error));
            }
        }
    }

    private static (string Path, string Id) KeyOf(Diagnostic error) => (error.Location.SourceTree?.FilePath ?? "", error.Id);

    private static string MessageOf(Diagnostic error) => error.GetMessage(CultureInfo.InvariantCulture);
}
