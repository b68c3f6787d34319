using Fathom.Completion.Generation;
using Fathom.Repository.Files;

namespace Fathom.Server.Workspaces;

/// <summary>Gives the embedded model's cache the texts of a repository. Models that run elsewhere have none.</summary>
internal static class CacheFeed
{
    /// <summary>Puts all files of a folder that may be read.</summary>
    /// <returns>How many files are in the cache.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static int PutAll(ICompletionModel model, string folder, CancellationToken cancellationToken)
    {
        if (model is not EmbeddedCompletionModel embedded)
        {
            return 0;
        }

        using RepositoryFiles files = RepositoryFiles.Open(folder);
        return PutAll(embedded, files, Math.Min(2, Environment.ProcessorCount), cancellationToken);
    }

    /// <summary>Puts all files of an open repository.</summary>
    /// <inheritdoc cref="PutAll(ICompletionModel, string, CancellationToken)"/>
    public static int PutAll(EmbeddedCompletionModel model, RepositoryFiles files, int threads, CancellationToken cancellationToken) =>
        model.Cache.PutAll(files.ReadAll(cancellationToken).Select(file => (file.Path, file.Text)), threads, cancellationToken);

    /// <summary>Leaves the choice of tokens to the model alone.</summary>
    public static void Disable(ICompletionModel model)
    {
        if (model is EmbeddedCompletionModel embedded)
        {
            embedded.Cache.IsEnabled = false;
        }
    }
}
