using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Fathom.Refactoring.Staging.Reach;

/// <summary>What an edit can bring errors to: the rest need not be compiled, which in a large repository is nearly all of it.</summary>
/// <param name="Projects">Projects that have to be compiled as a whole.</param>
/// <param name="Documents">Documents of other projects, or parts of them.</param>
internal sealed record EditReach(IReadOnlyCollection<ProjectId> Projects, IReadOnlyCollection<ReachedDocument> Documents)
{
    /// <summary>Finds out how far an edit reaches: to the members whose bodies change; where declarations get another name, to what says that name; where they change otherwise, or files come and go, to all that may use them.</summary>
    /// <param name="before">The solution before the edit.</param>
    /// <param name="after">The solution after it.</param>
    /// <param name="renamed">The name that became another one, where the edit is nothing else.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<EditReach> OfAsync(Solution before, Solution after, (string Old, string New)? renamed, CancellationToken cancellationToken)
    {
        SolutionChanges all = after.GetChanges(before);
        ProjectChanges[] changes = [.. all.GetProjectChanges()];
        ProjectId[] added = [.. all.GetAddedProjects().Select(project => project.Id)];
        bool isTextOnly = added.Length == 0 && changes.All(change => !change.GetAddedDocuments().Any() && !change.GetRemovedDocuments().Any());
        DocumentId[] changed = [.. changes.SelectMany(change => change.GetChangedDocuments())];
        if (isTextOnly && await AreBodiesOnlyAsync(before, after, changed, cancellationToken))
        {
            List<ReachedDocument> documents = [];
            foreach (DocumentId id in changed)
            {
                documents.Add(await BodiesAsync(before.GetDocument(id)!, after.GetDocument(id)!, cancellationToken));
            }

            return new EditReach([], documents);
        }

        ProjectDependencyGraph graph = after.GetProjectDependencyGraph();
        ProjectId[] own = [.. changes.Select(change => change.ProjectId), .. added];
        ProjectId[] projects = [.. own.Concat(own.SelectMany(graph.GetProjectsThatTransitivelyDependOnThisProject)).Distinct()];
        return (isTextOnly && renamed is { } name ? await new RenamedReach(before, after, name, cancellationToken).FindAsync(changed, projects) : null) ?? new EditReach(projects, []);
    }

    private static async Task<bool> AreBodiesOnlyAsync(Solution before, Solution after, DocumentId[] changed, CancellationToken cancellationToken)
    {
        foreach (DocumentId id in changed)
        {
            (SyntaxTree? old, SyntaxTree? now) = (await before.GetDocument(id)!.GetSyntaxTreeAsync(cancellationToken), await after.GetDocument(id)!.GetSyntaxTreeAsync(cancellationToken));
            if (!SyntaxFactory.AreEquivalent(old, now, topLevel: true))
            {
                return false;
            }
        }

        return true;
    }

    private static async Task<ReachedDocument> BodiesAsync(Document before, Document after, CancellationToken cancellationToken)
    {
        (DocumentParts? old, DocumentParts? now) = (DocumentParts.Of((await before.GetSyntaxRootAsync(cancellationToken))!), DocumentParts.Of((await after.GetSyntaxRootAsync(cancellationToken))!));
        return old is null || now is null || old.Spans.Count != now.Spans.Count || old.Rest != now.Rest
            ? ReachedDocument.Whole(before.Id)
            : ReachedDocument.Of(before.Id, old, now, [.. Enumerable.Range(0, old.Spans.Count).Where(part => old.Texts[part] != now.Texts[part])]);
    }
}
