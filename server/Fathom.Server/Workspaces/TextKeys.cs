using Fathom.Repository.Files;
using Fathom.Server.Documents;

namespace Fathom.Server.Workspaces;

/// <summary>What cache and compiler call a file: files of several folders may have the same path, and an open document has the same key.</summary>
internal static class TextKeys
{
    /// <summary>The key of a file of a folder.</summary>
    /// <param name="files">The folder.</param>
    /// <param name="path">Path relative to it.</param>
    public static string KeyOf(this RepositoryFiles files, string path) => DocumentUri.KeyOfFile(files.FullPath(path));
}
