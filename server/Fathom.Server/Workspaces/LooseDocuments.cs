using Fathom.Repository.Files;

namespace Fathom.Server.Workspaces;

/// <summary>Judges documents whose folder is not open. The rules of the last folder are kept: to read them for every key would take longer than the answer. Safe for concurrent use.</summary>
/// <param name="open">Reads the rules of a folder.</param>
internal sealed class LooseDocuments(Func<string, RepositoryFiles> open) : IDisposable
{
    private readonly Lock _lock = new();
    private RepositoryFiles? _files;

    /// <summary>Why the text of a document must not leave this process; <see cref="SkipReason.None"/> where it may.</summary>
    /// <param name="folder">The folder whose rules hold for it; where it is not there, only the name and the text count.</param>
    /// <param name="file">Full path of the document, in the folder.</param>
    /// <param name="text">Its text.</param>
    public SkipReason Judge(string folder, string file, string text)
    {
        lock (_lock)
        {
            if (!Directory.Exists(folder))
            {
                return RepositoryFiles.JudgeLoose(Path.GetFileName(file), text);
            }

            if (_files?.Folder == Path.TrimEndingDirectorySeparator(folder))
            {
                _files.ReloadChangedRules();
            }
            else
            {
                _files?.Dispose();
                _files = null;
                _files = open(folder);
            }

            return _files.JudgeText(_files.RelativePath(file)!, text);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _files?.Dispose();
            _files = null;
        }
    }
}
