namespace Fathom.Server.CommandLine;

/// <summary>Whose tokens have a say in what a model writes.</summary>
internal enum CacheReach
{
    /// <summary>None: the model alone.</summary>
    Nothing,

    /// <summary>The document's own.</summary>
    Document,

    /// <summary>The document's and those of the repository's other files; without a repository, those of the files that a case names.</summary>
    Repository,
}
