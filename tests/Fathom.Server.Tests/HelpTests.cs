namespace Fathom.Server.Tests;

/// <summary>What <c>--help</c> offers can be typed.</summary>
[Collection("console")]
public sealed class HelpTests
{
    [Theory]
    [InlineData("cases --help", "all by default", "RestOfLine")]
    [InlineData("export --help", "int8 by default", "Int8")]
    [InlineData("edit --help", "--model <NAME>", "--threads")]
    [InlineData("backend check --help", "--model <NAME>", "--threads")]
    [InlineData("serve --help", "DEEPSEEK_API_KEY", "--port <N> (REQUIRED)")]
    [InlineData("eval --help", "--backend-context-tokens <N>", "[default: 0]")]
    public async Task The_help_names_what_can_be_typed_and_nothing_else(string line, string named, string unnamed)
    {
        (int code, string output, _) = await CommandLines.RunAsync(line);

        Assert.Equal(0, code);
        Assert.Contains(named, string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain(unnamed, output, StringComparison.Ordinal);
    }
}
