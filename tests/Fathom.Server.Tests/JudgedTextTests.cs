using Fathom.Completion.Generation;
using Fathom.Repository.Context;
using Fathom.Repository.Files;
using Fathom.Server.Workspaces;

namespace Fathom.Server.Tests;

/// <summary>What may leave this machine is judged once, and again when the rules have changed.</summary>
public sealed class JudgedTextTests : IDisposable
{
    private const string Page = "class Page { Order order; }\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom-judged-").FullName;

    private static CancellationToken Patience => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_choice_that_was_made_is_there_at_once_when_its_folder_is_closed()
    {
        Write("Order.cs", "class Order { }\n");
        WorkspaceRepository repository = Open();
        IReadOnlyList<ContextFile> chosen = await repository.ContextAtAsync("page", Request, ContextBudget.Estimated(10_000), leaves: true, Patience);

        repository.Dispose();

        Assert.Equal(chosen, repository.LatestContext("page", leaves: true));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => repository.ContextAtAsync("page", Request, ContextBudget.Estimated(10_000), leaves: true, Patience));
    }

    [Fact]
    public async Task After_a_change_of_the_rules_what_was_chosen_leaves_only_once_it_is_judged_again()
    {
        Write("Order.cs", "class Order { }\n");
        Write("Cart.cs", "class Cart { }\n");
        using WorkspaceRepository repository = Open();
        await repository.ContextAtAsync("page", Request, ContextBudget.Estimated(10_000), leaves: true, Patience);

        Write(".fathomignore", "Cart.cs\n");
        IReadOnlyList<string> judged = PathsOf(await repository.ContextAtAsync("page", Request, ContextBudget.Estimated(10_000), leaves: true, Patience));
        repository.Files.ReloadRules();

        Assert.Equal(["Order.cs"], judged);
        Assert.Empty(repository.LatestContext("page", leaves: true));
        Assert.Equal(["Cart.cs", "Order.cs"], PathsOf(repository.LatestContext("page", leaves: false)));
    }

    [Fact]
    public void The_rules_of_a_folder_are_read_once_for_all_of_its_documents_and_again_when_they_change()
    {
        int read = 0;
        using var documents = new LooseDocuments(folder =>
        {
            read++;
            return RepositoryFiles.Open(folder, Cache);
        });
        string page = Write("Page.cs", Page);
        SkipReason Reason(string file) => documents.Judge(Root, file, Page);

        SkipReason[] before = [Reason(page), Reason(Write("Order.cs", Page)), Reason(page)];
        Write(".fathomignore", "Page.cs\n");
        SkipReason ignored = Reason(page);
        Write(".gitignore", "Order.cs\n");
        SkipReason ignoredByGit = Reason(Path.Combine(Root, "Order.cs"));

        Assert.Equal([SkipReason.None, SkipReason.None, SkipReason.None], before);
        Assert.Equal((SkipReason.IgnoredByFathom, SkipReason.IgnoredByGit, 1), (ignored, ignoredByGit, read));
    }

    [Fact]
    public void A_folder_below_has_its_own_rules_and_a_folder_that_is_gone_none()
    {
        using var documents = new LooseDocuments(folder => RepositoryFiles.Open(folder, Cache));
        string hidden = Write("below/Hidden.cs", Page);
        SkipReason before = documents.Judge(Root, hidden, Page);

        Write("below/.gitignore", "Hidden.cs\n");
        SkipReason ignored = documents.Judge(Root, hidden, Page);
        Directory.Delete(Root, recursive: true);

        Assert.Equal((SkipReason.None, SkipReason.IgnoredByGit, SkipReason.None), (before, ignored, documents.Judge(Root, hidden, Page)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static ContextRequest Request => new("Page.cs", Page, Page.Length);

    private string Root => Path.Combine(_folder, "workspace");

    private string Cache => Path.Combine(_folder, "cache");

    private static IReadOnlyList<string> PathsOf(IEnumerable<ContextFile> files) => [.. files.Select(file => file.Path).Order()];

    private WorkspaceRepository Open() => WorkspaceRepository.Open(Root, Cache, withIndex: false);

    private string Write(string path, string text)
    {
        string file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
