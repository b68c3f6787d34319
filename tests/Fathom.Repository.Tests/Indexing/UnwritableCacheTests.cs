using Fathom.Repository.Files;
using Fathom.Repository.Indexing;

namespace Fathom.Repository.Tests.Indexing;

public sealed class UnwritableCacheTests
{
    [Fact]
    public void A_cache_that_cannot_be_written_is_one_sentence_with_the_remedy()
    {
        string folder = Directory.CreateTempSubdirectory("fathom-cache-").FullName;
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        using RepositoryFiles files = RepositoryFiles.Open(folder);

        var failure = Assert.Throws<IOException>(() => RepositoryIndex.Open(files, cacheFolder: Path.Combine(file, "below")));
        Directory.Delete(folder, recursive: true);

        Assert.StartsWith($"The cache file {file}", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("; set XDG_CACHE_HOME to a folder that can be.", failure.Message, StringComparison.Ordinal);
    }
}
