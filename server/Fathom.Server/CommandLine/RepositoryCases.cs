using Fathom.Completion.Evaluation;
using Fathom.Completion.Generation;
using Fathom.Repository.Context;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Server.Workspaces;

namespace Fathom.Server.CommandLine;

/// <summary>
/// Gives the cases of an evaluation the context that an editor would: the repository without the case's own file, which is taken as of its prefix
/// and suffix, so that the answer is nowhere to be read.
/// </summary>
internal sealed class RepositoryCases : IDisposable
{
    private readonly RepositoryFiles _files;
    private readonly RepositoryIndex _index;
    private readonly RepositoryContext _context;
    private readonly ContextOptions _options;

    private RepositoryCases(RepositoryFiles files, RepositoryIndex index, ContextOptions options)
    {
        _files = files;
        _index = index;
        _options = options;
        _context = new RepositoryContext(index, new RecentEdits());
    }

    /// <summary>Brings the index of a folder up to date.</summary>
    /// <param name="folder">The folder that the paths of the cases are relative to.</param>
    /// <param name="options">How much context the model gets.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static RepositoryCases Open(string folder, ContextOptions options, CancellationToken cancellationToken)
    {
        RepositoryFiles files = RepositoryFiles.Open(folder);
        RepositoryIndex index = RepositoryIndex.Open(files);
        IndexCommand.RefreshShown(index, cancellationToken);
        return new RepositoryCases(files, index, options);
    }

    /// <summary>The case with its context.</summary>
    public EvaluationCase WithContext(EvaluationCase one, CancellationToken cancellationToken)
    {
        var request = new ContextRequest(one.Path, one.Prefix + one.Suffix, one.Prefix.Length);
        IReadOnlyList<ContextFile> chosen = ContextBudget.FilesOf(_context.Choose(request, _options, [], cancellationToken));
        return one with { Context = [.. one.Context, .. chosen] };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        _files.Dispose();
    }
}
