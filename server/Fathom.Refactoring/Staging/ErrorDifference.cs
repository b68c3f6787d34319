using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Fathom.Refactoring.Staging.Reach;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Staging;

/// <summary>Compiles what an edit can reach before and after it.</summary>
/// <remarks>
/// Fathom reads projects without MSBuild and runs no generators, so a project may have errors here that its build has not. They are there before and after,
/// and only the difference counts.
/// </remarks>
internal static class ErrorDifference
{
    /// <summary>The errors that are there only after the edit, in all that it can bring errors to.</summary>
    /// <param name="before">The solution before the edit.</param>
    /// <param name="after">The solution after it.</param>
    /// <param name="renamed">The name that became another one, which errors of before quote.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The errors, and how many there were before in what was compiled.</returns>
    /// <exception cref="OperationCanceledException">The compilation was cancelled.</exception>
    public static async Task<(ImmutableArray<NewError> New, int Old)> FindAsync(Solution before, Solution after, (string Old, string New)? renamed, CancellationToken cancellationToken)
    {
        EditReach reach = await EditReach.OfAsync(before, after, renamed, cancellationToken);
        var found = new HashSet<NewError>();
        int old = 0;
        foreach (ReachedDocument document in reach.Documents)
        {
            await AddAsync(await ErrorsAsync(after.GetDocument(document.Id)!, document.After, cancellationToken), () => ErrorsAsync(before.GetDocument(document.Id)!, document.Before, cancellationToken));
        }

        foreach (ProjectId id in reach.Projects)
        {
            await AddAsync(await ErrorsAsync(after.GetProject(id)!, cancellationToken), async () => before.GetProject(id) is { } project ? await ErrorsAsync(project, cancellationToken) : []);
        }

        return ([.. found.OrderBy(error => error.Path, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column)], old);

        async Task AddAsync(IReadOnlyList<Diagnostic> now, Func<Task<IReadOnlyList<Diagnostic>>> then)
        {
            if (now.Count > 0)
            {
                IReadOnlyList<Diagnostic> known = await then();
                old += known.Count;
                found.UnionWith(Beyond(known, now, renamed));
            }
        }
    }

    private static async Task<IReadOnlyList<Diagnostic>> ErrorsAsync(Document document, ImmutableArray<TextSpan>? spans, CancellationToken cancellationToken)
    {
        SemanticModel model = (await document.GetSemanticModelAsync(cancellationToken))!;
        return ErrorsAmong(spans is { } some
            ? some.SelectMany(span => model.GetDiagnostics(span, cancellationToken)).Distinct()
            : model.GetDiagnostics(cancellationToken: cancellationToken));
    }

    private static async Task<IReadOnlyList<Diagnostic>> ErrorsAsync(Project project, CancellationToken cancellationToken) =>
        ErrorsAmong((await project.GetCompilationAsync(cancellationToken))!.GetDiagnostics(cancellationToken));

    private static IReadOnlyList<Diagnostic> ErrorsAmong(IEnumerable<Diagnostic> diagnostics) => [.. diagnostics.Where(each => each.Severity == DiagnosticSeverity.Error)];

    /// <summary>Errors are told apart by file, number and sentence, in which what was renamed counts as it is named now.</summary>
    private static IEnumerable<NewError> Beyond(IReadOnlyList<Diagnostic> before, IReadOnlyList<Diagnostic> after, (string Old, string New)? renamed)
    {
        ILookup<(string, string), string> known = before.ToLookup(KeyOf, error => MessageOf(error, renamed));
        foreach (IGrouping<(string, string), Diagnostic> group in after.GroupBy(KeyOf))
        {
            var left = known[group.Key].ToList();
            foreach (Diagnostic error in group.Where(error => !left.Remove(MessageOf(error, renamed))))
            {
                FileLinePositionSpan place = error.Location.GetLineSpan();
                yield return new NewError(error.Location.SourceTree?.FilePath ?? "", place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1, error.Id, MessageOf(error, null));
            }
        }
    }

    private static (string Path, string Id) KeyOf(Diagnostic error) => (error.Location.SourceTree?.FilePath ?? "", error.Id);

    private static string MessageOf(Diagnostic error, (string Old, string New)? renamed) => error.GetMessage(CultureInfo.InvariantCulture) is var message && renamed is { } name
        ? Regex.Replace(message, $@"\b{Regex.Escape(name.Old)}\b", name.New.Replace("$", "$$", StringComparison.Ordinal))
        : message;
}
