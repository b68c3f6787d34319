using Fathom.Completion;
using Fathom.Completion.Evaluation;
using Fathom.Completion.Generation;
using Fathom.Completion.Guidance;
using Fathom.Repository.Context;
using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Server.Workspaces;

namespace Fathom.Server.CommandLine;

/// <summary>
/// The folder that cases come from, as an editor's workspace. The case's own file is taken as of its prefix and suffix, so that the answer is nowhere to be read.
/// </summary>
internal sealed class EvaluatedRepository : IDisposable
{
    private readonly RepositoryFiles _files;
    private RepositoryIndex? _index;

    private EvaluatedRepository(RepositoryFiles files, CompilerService compiler) => (_files, Compiler) = (files, compiler);

    /// <summary>The compiler, with all sources of the folder.</summary>
    public CompilerService Compiler { get; }

    /// <summary>Reads the sources of a folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static EvaluatedRepository Open(string folder, CancellationToken cancellationToken)
    {
        RepositoryFiles files = RepositoryFiles.Open(folder);
        return new EvaluatedRepository(files, new CompilerService(CompilerHost.WorkspaceOf(files, cancellationToken)));
    }

    /// <summary>Puts the tokens of all files into the cache of a model.</summary>
    public void Feed(ICompletionModel model, CancellationToken cancellationToken) => CacheFeed.PutAll(model, _files, cancellationToken);

    /// <summary>Brings the index up to date, and chooses from it what a model reads of other files.</summary>
    public Func<EvaluationCase, CancellationToken, IReadOnlyList<ContextFile>> ContextFor(ContextOptions options, CancellationToken cancellationToken)
    {
        if (_index is null)
        {
            _index = RepositoryIndex.Open(_files);
            IndexCommand.RefreshShown(_index, cancellationToken);
        }

        var context = new RepositoryContext(_index, new RecentEdits());
        return (one, cancelled) =>
        {
            var document = new CompletionDocument(one.Path, one.Path, "file", "", one.Prefix + one.Suffix);
            var request = new ContextRequest(one.Path, document.Text, one.Prefix.Length, () => Compiler.ReceiverType(document, one.Prefix.Length, Timeout.InfiniteTimeSpan, cancelled));
            return ContextBudget.FilesOf(context.Choose(request, options, [], cancelled));
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _index?.Dispose();
        _files.Dispose();
    }
}
