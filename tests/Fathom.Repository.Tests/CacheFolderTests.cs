namespace Fathom.Repository.Tests;

public sealed class CacheFolderTests
{
    [Theory]
    [InlineData("windows", null, "", "/local/fathom")]
    [InlineData("macos", null, "/home/u", "/home/u/Library/Caches/fathom")]
    [InlineData("other", null, "/home/u", "/home/u/.cache/fathom")]
    [InlineData("other", "/caches", "/home/u", "/caches/fathom")]
    [InlineData("other", "relative", "/home/u", "/home/u/.cache/fathom")]
    [InlineData("other", null, "", null)]
    [InlineData("other", null, "/", null)]
    [InlineData("macos", null, "/", null)]
    [InlineData("other", "/caches", "/", "/caches/fathom")]
    public void The_cache_folder_is_where_the_system_keeps_such(string system, string? chosen, string home, string? expected) => Assert.Equal(
        expected, CacheFolder.Find(system, name => name == "XDG_CACHE_HOME" ? chosen : "/local", home)?.Replace('\\', '/'));

    [Fact]
    public void There_is_always_a_folder_for_those_who_need_one() => Assert.True(Path.IsPathFullyQualified(CacheFolder.Default));
}
