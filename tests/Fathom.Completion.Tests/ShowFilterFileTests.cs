using Fathom.Completion.Ranking;
using Fathom.Inference.Tests;

namespace Fathom.Completion.Tests;

public sealed class ShowFilterFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string FilterFile => _folder.File(ShowFilterFile.Name);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_again()
    {
        double[] weights = [.. SuggestionSignals.Names.Select((_, i) => i / 7.0)];

        ShowFilterFile.Write(FilterFile, new ShowFilter(weights, -1.25, Filters.Thresholds));
        ShowFilter read = ShowFilterFile.ReadBeside(Path.GetDirectoryName(FilterFile)!)!;

        Assert.Equal(weights, read.Weights);
        Assert.Equal(-1.25, read.Bias);
        Assert.Equal(0.75, read.Threshold(ConfidenceLevel.Quiet));
    }

    [Fact]
    public void A_model_without_the_file_has_no_filter() => Assert.Null(ShowFilterFile.ReadBeside(Path.GetDirectoryName(FilterFile)!));

    [Fact]
    public void A_filter_for_other_signals_is_named_with_the_remedy()
    {
        File.WriteAllText(FilterFile, """{"bias":0,"weights":{"length":1},"thresholds":{"eager":0.1,"balanced":0.2,"quiet":0.3}}""");

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => ShowFilterFile.Read(FilterFile));

        Assert.Equal($"{FilterFile} was made for other signals than this version of Fathom has; make it again with 'fathom calibrate'.", failure.Message);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"weights":3,"thresholds":{}}""")]
    public void A_damaged_file_is_named(string text)
    {
        File.WriteAllText(FilterFile, text);

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => ShowFilterFile.Read(FilterFile));

        Assert.StartsWith($"{FilterFile} is no show filter", failure.Message, StringComparison.Ordinal);
    }
}
