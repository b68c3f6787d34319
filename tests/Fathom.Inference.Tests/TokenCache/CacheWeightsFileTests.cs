using Fathom.Inference.TokenCache;

namespace Fathom.Inference.Tests.TokenCache;

public sealed class CacheWeightsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string WeightsFile => _folder.File(CacheWeightsFile.Name);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        float[] values = [.. Enumerable.Range(0, CacheWeights.Length).Select(i => i / 7f)];

        CacheWeightsFile.Write(WeightsFile, new CacheWeights(values));

        Assert.Equal(values, CacheWeightsFile.ReadBeside(Path.GetDirectoryName(WeightsFile)!).Values);
    }

    [Fact]
    public void A_model_without_the_file_has_those_for_any_model() =>
        Assert.Same(CacheWeights.Default, CacheWeightsFile.ReadBeside(Path.GetDirectoryName(WeightsFile)!));

    [Fact]
    public void Weights_for_other_levels_are_named_with_the_remedy()
    {
        File.WriteAllText(WeightsFile, """{"contextTokens":[1,2,3]}""");

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => CacheWeightsFile.Read(WeightsFile));

        Assert.Equal($"{WeightsFile} was made for other levels of the cache than this version of Fathom has; make it again with 'fathom calibrate-cache'.", failure.Message);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"contextTokens":[1,2,3,4,5,6,8,10,13,17,22],"repository":3}""")]
    [InlineData("""{"contextTokens":[1,2,3,4,5,6,8,10,13,17,22],"repository":{"bias":[1e99]},"neighbours":{"bias":[]},"document":{"bias":[]},"path":{"bias":[]}}""")]
    public void A_damaged_file_is_named_with_the_remedy(string text)
    {
        File.WriteAllText(WeightsFile, text);

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => CacheWeightsFile.Read(WeightsFile));

        Assert.StartsWith($"{WeightsFile} holds no weights of the cache", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith("make it again with 'fathom calibrate-cache', or delete it to do with those for any model.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scope_that_lacks_a_level_is_named_as_damage()
    {
        CacheWeightsFile.Write(WeightsFile, CacheWeights.Default);
        File.WriteAllText(WeightsFile, File.ReadAllText(WeightsFile).Replace("-4.73,", "", StringComparison.Ordinal));

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => CacheWeightsFile.Read(WeightsFile));

        Assert.Contains("it has 55 numbers instead of 56", failure.Message, StringComparison.Ordinal);
    }
}
