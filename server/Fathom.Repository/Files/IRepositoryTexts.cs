namespace Fathom.Repository.Files;

/// <summary>The texts of a repository, for whoever learns from all of them.</summary>
public interface IRepositoryTexts
{
    /// <summary>Reads every file that passes the gate, in ordinal order of the paths; files that cannot be read are left out.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder is gone.</exception>
    IEnumerable<RepositoryText> ReadAll(CancellationToken cancellationToken);
}
