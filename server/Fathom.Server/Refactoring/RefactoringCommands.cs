using System.Text.Json;
using Fathom.Backends;
using Fathom.Backends.Chat;
using Fathom.Refactoring;
using Fathom.Refactoring.Instructions;
using Fathom.Refactoring.Preview;
using Fathom.Refactoring.Renaming;
using Fathom.Refactoring.Sources;
using Fathom.Refactoring.Staging;
using Fathom.Refactoring.Structural;
using Fathom.Repository.Files;
using Fathom.Server.Documents;
using Fathom.Server.Hosting;
using Fathom.Server.Protocol;
using Fathom.Server.Workspaces;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Refactoring;

/// <summary>The commands that edit a repository: an edit is staged and told first, and applied by the client when it is asked for.</summary>
internal sealed class RefactoringCommands(
    ServerSession session, DocumentStore documents, RepositoryService repositories, ClientMessages client, Func<BackendChoice?> backend, string? cacheFolder, ILogger<RefactoringCommands> logger) : IDisposable
{
    private const string ProgressToken = "fathom/refactoring";
    private readonly StagedEdits _staged = new();
    private readonly WorkspaceEditMaker _maker = new(session, documents);
    private readonly SemaphoreSlim _one = new(1);

    /// <summary>Stages a structural replacement.</summary>
    /// <exception cref="RefactoringException">It cannot be done; the message says why.</exception>
    public Task<StagedChanges> StageReplaceAsync(JsonElement? argument, CancellationToken cancellationToken)
    {
        ReplaceArgument? asked = Read(argument, ProtocolJson.Default.ReplaceArgument);
        if (asked is not { Pattern: { } pattern, Replacement: { } replacement })
        {
            throw new RefactoringException("The argument has to be { pattern, replacement, where, uri }, with pattern and replacement strings.");
        }

        IReadOnlyList<TypeConstraint> constraints = [.. (asked.Where ?? []).Select(TypeConstraint.Read)];
        return StageAsync(FolderOf(asked.Uri), async (_, workspace, _) => (await StructuralReplace.StageAsync(workspace, pattern, replacement, constraints, cancellationToken), null), cancellationToken);
    }

    /// <summary>Stages a renaming.</summary>
    /// <exception cref="RefactoringException">It cannot be done; the message says why.</exception>
    public Task<StagedChanges> StageRenameAsync(JsonElement? argument, CancellationToken cancellationToken)
    {
        if (Read(argument, ProtocolJson.Default.RenameArgument) is not { Uri: { } uri, Position: { } position, NewName: { } newName })
        {
            throw new RefactoringException("The argument has to be { uri, position, newName }.");
        }

        // The place is one in the text of now; the sources are read when other edits are done.
        string? shown = documents.WithKey(DocumentUri.KeyOf(uri))?.Text;
        return StageAsync(
            FolderOf(uri),
            async (files, workspace, _) =>
            {
                string path = DocumentUri.FilePath(uri) is { } full && files.RelativePath(full) is { } relative ? relative : uri;
                if (!workspace.Sources.TryGetValue(path, out SourceFile? source))
                {
                    throw new RefactoringException($"{path} is no C# source that may be read; save it first where it is new.");
                }

                return shown is null || shown == source.Text
                    ? (await SymbolRename.StageAsync(workspace, path, LineIndex.Of(source.Text).OffsetOf(position), newName, cancellationToken), null)
                    : throw new RefactoringException($"{path} was edited while the renaming was prepared; ask for it again.");
            },
            cancellationToken);
    }

    /// <summary>Has the model that runs elsewhere make an edit as an instruction says. What may leave this machine is decided by the gate.</summary>
    /// <exception cref="RefactoringException">It cannot be done; the message says why.</exception>
    /// <exception cref="BackendException">The model cannot be used; the message says why.</exception>
    public Task<StagedChanges> StageEditAsync(JsonElement? argument, CancellationToken cancellationToken)
    {
        EditArgument? asked = Read(argument, ProtocolJson.Default.EditArgument);
        if (asked is not { Instruction: { Length: > 0 } instruction })
        {
            throw new RefactoringException("The argument has to be { instruction, uri }, with instruction a string.");
        }

        if (backend() is not { } choice)
        {
            throw new RefactoringException("The model inside is too small to plan an edit; choose one that runs elsewhere with fathom.backend.");
        }

        BackendSettings settings = BackendSettings.Of(choice, Environment.GetEnvironmentVariable);
        string folder = FolderOf(asked.Uri);
        if (!RepositoryService.IsProject(folder))
        {
            throw new RefactoringException($"{folder} is a whole disk or your home; a model elsewhere would read it. Open a project.");
        }

        return StageAsync(
            folder,
            async (files, workspace, progress) =>
            {
                using var chat = new RemoteChatModel(settings);
                bool MayShow(string path) => !session.Settings.Completion.IsExcluded(path) && !repositories.IsIgnoredAround(files.Folder, files.FullPath(path));
                return await InstructedEdit.StageAsync(workspace, files, MayShow, chat, instruction, progress, cancellationToken);
            },
            cancellationToken);
    }

    /// <summary>Has the client apply a staged edit.</summary>
    /// <exception cref="RefactoringException">It is not kept any more, a file has changed since, or the client cannot do what it takes.</exception>
    public async Task<ApplyWorkspaceEditResult> ApplyAsync(JsonElement? argument)
    {
        string id = argument is { ValueKind: JsonValueKind.String } text ? text.GetString()! : throw new RefactoringException("The argument has to be the id of a staged edit.");
        if (_staged.Find(id) is not var (folder, changes))
        {
            throw new RefactoringException($"There is no staged edit {id} any more; stage it again.");
        }

        if (changes.Files.IsEmpty)
        {
            throw new RefactoringException($"The staged edit {id} changes no file.");
        }

        using RepositoryFiles files = RepositoryFiles.Open(folder, cacheFolder);
        if (changes.Files.FirstOrDefault(file => HasChanged(files, file)) is { } changed)
        {
            throw new RefactoringException($"{changed.Path} has changed since the edit was staged; nothing was edited, stage it again.");
        }

        if (changes.Files.FirstOrDefault(file => IsTaken(files, file)) is { } taken)
        {
            throw new RefactoringException($"There is a {taken.NewPath} by now, and {taken.Path} would have to move there; nothing was edited, move one of them and stage the edit again.");
        }

        ApplyWorkspaceEditResult answer = await client.ApplyEditAsync(new ApplyWorkspaceEditParams($"Fathom: {changes.Title}", _maker.Make(files, changes)));
        if (answer.Applied)
        {
            _staged.Remove(id);
        }

        return answer;
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private static T? Read<T>(JsonElement? argument, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return argument is { ValueKind: JsonValueKind.Object } given ? given.Deserialize(type) : null;
        }
        catch (JsonException wrong)
        {
            throw new RefactoringException($"The argument cannot be read: {wrong.Message}");
        }
    }

    private string FolderOf(string? uri)
    {
        string? folder = uri is null
            ? session.Folders.FirstOrDefault()
            : session.Folders.Where(each => DocumentUri.IsWithin(DocumentUri.KeyOf(uri).TrimEnd('/') + "/", [each])).MaxBy(each => each.Length);
        return folder is not null && DocumentUri.FilePath(folder) is { } path
            ? path
            : throw new RefactoringException(uri is null ? "No folder is open; open the one that is to be edited." : $"{uri} lies in no open folder; open the one that is to be edited.");
    }

    private bool HasChanged(RepositoryFiles files, FileChange change) => change.Kind == FileChangeKind.Created
        ? Path.Exists(files.FullPath(change.Path)) || OpenText(files, change.Path) is not null
        : (OpenText(files, change.Path) ?? SourceFiles.Decode(files.FullPath(change.Path))?.Text) != change.Before;

    /// <summary>True where another file stands where one is to move.</summary>
    private bool IsTaken(RepositoryFiles files, FileChange change) => change.NewPlace is { } path && (Path.Exists(files.FullPath(path)) || OpenText(files, path) is not null);

    private string? OpenText(RepositoryFiles files, string path) => documents.WithKey(files.KeyOf(path))?.Text;

    /// <summary>One at a time, for each holds all sources of a folder; beside the requests, which go on.</summary>
    private async Task<StagedChanges> StageAsync(string folder, Func<RepositoryFiles, EditableWorkspace, IProgress<string>, Task<(ChangeSet Changes, string? Summary)>> stage, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        bool showsProgress = false;
        try
        {
            showsProgress = session.CanShowProgress && await client.CreateProgressAsync(ProgressToken).WaitAsync(cancellationToken);
            if (showsProgress)
            {
                await client.ProgressAsync(ProgressToken, new WorkDoneProgress("begin", "Fathom", $"Reading the projects of {Path.GetFileName(folder)}"));
            }

            return await Task.Run(() => StageNowAsync(folder, stage, showsProgress, cancellationToken), cancellationToken);
        }
        finally
        {
            if (showsProgress)
            {
                await client.ProgressAsync(ProgressToken, new WorkDoneProgress("end", null, null));
            }

            // What the compiler has bound is of no use any more, and much.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            _one.Release();
        }
    }

    private async Task<StagedChanges> StageNowAsync(
        string folder, Func<RepositoryFiles, EditableWorkspace, IProgress<string>, Task<(ChangeSet Changes, string? Summary)>> stage, bool showsProgress, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        using RepositoryFiles files = RepositoryFiles.Open(folder, cacheFolder);
        using EditableWorkspace workspace = EditableWorkspace.Load(files, path => OpenText(files, path), cancellationToken);
        if (showsProgress)
        {
            await client.ProgressAsync(ProgressToken, new WorkDoneProgress("report", null, $"Looking through {workspace.Sources.Count} sources, compiling what changes"));
        }

        (ChangeSet changes, string? summary) = await stage(files, workspace, new Steps(showsProgress ? client : null));
        logger.LogInformation(
            "staged an edit: {Places} places, {Files} files, {Errors} new errors in {Milliseconds:F0} ms",
            changes.Places,
            changes.Files.Length,
            changes.NewErrors.Length,
            TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        return new StagedChanges(
            _staged.Keep(folder, changes),
            changes.Title,
            changes.Places,
            [.. changes.Files.Select(file => file.Path)],
            [.. changes.NewErrors.Select(error => $"{error.Path}({error.Line},{error.Column}): {error.Id}: {error.Message}")],
            changes.Warnings,
            UnifiedDiff.Of(changes),
            summary);
    }

    /// <summary>Shows each step of a model where the client shows progress.</summary>
    private sealed class Steps(ClientMessages? client) : IProgress<string>
    {
        public void Report(string value) => _ = client?.ProgressAsync(ProgressToken, new WorkDoneProgress("report", null, value));
    }
}
