using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Fathom.Refactoring.Staging;

/// <summary>Compiles what an edit can reach before and after it.</summary>
/// <remarks>
/// Fathom reads projects without MSBuild and runs no generators, so a project may have errors here that its build has not. They are there before and after,
/// and only the difference counts.
/// </remarks>
internal static class ErrorDifference
{
    /// <summary>The errors that are there only after the edit, in the projects that it changes and those that use them.</summary>
    /// <exception cref="OperationCanceledException">The compilation was cancelled.</exception>
    public static async Task<ImmutableArray<NewError>> FindAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        ProjectDependencyGraph graph = before.GetProjectDependencyGraph();
        ProjectId[] changed = [.. after.GetChanges(before).GetProjectChanges().Select(change => change.ProjectId)];
        var found = new HashSet<NewError>();
        foreach (ProjectId id in changed.Concat(changed.SelectMany(graph.GetProjectsThatTransitivelyDependOnThisProject)).Distinct())
        {
            IReadOnlyList<Diagnostic> now = await ErrorsAsync(after.GetProject(id)!, cancellationToken);
            if (now.Count > 0)
            {
                found.UnionWith(Beyond(await ErrorsAsync(before.GetProject(id)!, cancellationToken), now));
            }
        }

        return [.. found.OrderBy(error => error.Path, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column)];
    }

    private static async Task<IReadOnlyList<Diagnostic>> ErrorsAsync(Project project, CancellationToken cancellationToken)
    {
        Compilation compilation = (await project.GetCompilationAsync(cancellationToken))!;
        return [.. compilation.GetDiagnostics(cancellationToken).Where(each => each.Severity == DiagnosticSeverity.Error)];
    }

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
