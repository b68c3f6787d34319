using Fathom.Completion.Generation;
using Fathom.Repository.Context;
using Fathom.Repository.Files;
using Fathom.Server.Workspaces;

namespace Fathom.Server.Tests;

/// <summary>What a model reads of a folder that is being read.</summary>
public sealed class WorkspaceRepositoryTests : IDisposable
{
    private const string Page = "class Page\n{\n    void Show(Order order)\n    {\n        order.\n    }\n}\n";
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom-folder-").FullName;

    [Fact]
    public async Task A_short_prompt_holds_other_files_once_the_folder_has_been_read_and_none_by_chance_before()
    {
        string workspace = Path.Combine(_folder, "workspace");
        Directory.CreateDirectory(workspace);
        File.WriteAllText(Path.Combine(workspace, "Order.cs"), "class Order\n{\n    public int Total { get; }\n}\n");
        using WorkspaceRepository repository = WorkspaceRepository.Open(workspace, Path.Combine(_folder, "cache"), withIndex: true);
        var request = new ContextRequest("Page.cs", Page, Page.IndexOf("order.\n", StringComparison.Ordinal) + "order.".Length);
        Task<IReadOnlyList<ContextFile>> Context() =>
            repository.ContextAtAsync("page", request, ContextBudget.Estimated(800), leaves: false, TestContext.Current.CancellationToken);
        repository.Index!.Refresh(progress: null, TestContext.Current.CancellationToken);

        IReadOnlyList<ContextFile> before = await Context();
        repository.IndexIsRead();
        IReadOnlyList<ContextFile> after = await Context();

        Assert.Empty(before);
        Assert.Equal("Order.cs", Assert.Single(after).Path);
    }

    [Fact]
    public void A_folder_that_was_closed_meanwhile_has_no_say_in_what_is_sent()
    {
        string workspace = Path.Combine(_folder, "workspace");
        Directory.CreateDirectory(workspace);
        WorkspaceRepository repository = WorkspaceRepository.Open(workspace, Path.Combine(_folder, "cache"), withIndex: false);

        SkipReason? open = repository.WhyNotSent("Page.cs", Page);
        repository.Dispose();
        SkipReason? closed = repository.WhyNotSent("Page.cs", Page);

        Assert.Equal((SkipReason.None, null), (open, closed));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
