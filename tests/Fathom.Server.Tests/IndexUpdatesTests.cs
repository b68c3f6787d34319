using Fathom.Server.Hosting;
using Fathom.Server.Models;
using Fathom.Server.Workspaces;
using Microsoft.Extensions.Logging.Abstractions;

namespace Fathom.Server.Tests;

/// <summary>Which changes on disk are read again, and which say nothing.</summary>
public sealed class IndexUpdatesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom-updates-").FullName;
    private readonly TaskCompletionSource<IReadOnlyCollection<string>> _heard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WorkspaceRepository _repository;
    private readonly IndexUpdates _updates;
    private int _refreshes;
    private int _rulesChanged;

    public IndexUpdatesTests()
    {
        string workspace = Directory.CreateDirectory(Path.Combine(_folder, "workspace")).FullName;
        _repository = WorkspaceRepository.Open(workspace, Path.Combine(_folder, "cache"), withIndex: false);
        var models = new ModelHost(_ => throw new InvalidDataException("no model"), _ => null, NullLogger<ModelHost>.Instance);
        _updates = new IndexUpdates(
            (_, _) =>
            {
                _refreshes++;
                return Task.CompletedTask;
            },
            new CacheFeed(new ServerSession(), models, NullLogger.Instance),
            (_, _) => null,
            (_, paths) => _heard.TrySetResult(paths),
            () => _rulesChanged++,
            NullLogger<RepositoryService>.Instance);
    }

    [Fact]
    public async Task What_a_build_writes_is_not_read_and_no_reason_to_read_everything()
    {
        Write(".gitignore", "generated/\n");
        _repository.Files.ReloadRules();
        Change([.. Enumerable.Range(0, 80).Select(i => $"obj/Debug/Emitted{i}.cs"), .. Enumerable.Range(0, 80).Select(i => $"generated/Part{i}.cs"), "generated/.gitignore"]);
        Change("Order.cs");

        Assert.Equal(["Order.cs"], await _heard.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.Equal(0, _refreshes);
    }

    [Fact]
    public async Task A_folder_that_came_counts_as_its_files_and_one_that_is_gone_as_itself()
    {
        Write("new/Order.cs", "class Order { }\n");
        Write("new/deep/Zebra.cs", "class Zebra { }\n");

        _updates.Add(_repository, "new", null);
        _updates.Add(_repository, "old", null);

        Assert.Equal(["new/Order.cs", "new/deep/Zebra.cs", "old"], (await _heard.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_compiler_hears_of_rules_that_have_changed()
    {
        Change("Order.cs", ".gitignore");

        await _heard.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(1, _rulesChanged);
    }

    [Fact]
    public async Task What_is_typed_in_open_documents_changes_no_rules_and_is_no_reason_to_read_everything()
    {
        _updates.Add(_repository, ".gitignore", "generated/\n");
        for (int i = 0; i < 150; i++)
        {
            _updates.Add(_repository, $"Part{i}.cs", "class Any { }\n");
        }

        Change("Order.cs");

        await _heard.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal((0, 0), (_rulesChanged, _refreshes));
    }

    [Fact]
    public async Task Rules_that_have_changed_on_disk_count_though_somebody_types_on_in_them()
    {
        Change("Order.cs", ".gitignore");
        _updates.Add(_repository, ".gitignore", "generated/\nmore");

        await _heard.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        Assert.Equal(1, _rulesChanged);
    }

    public void Dispose()
    {
        _updates.Dispose();
        _repository.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Change(params string[] paths)
    {
        foreach (string path in paths)
        {
            Write(path, "class Any { }\n");
            _updates.Add(_repository, path, null);
        }
    }

    private void Write(string path, string text)
    {
        string file = Path.Combine(_repository.Files.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }
}
