using Fathom.Completion.Stopping;

namespace Fathom.Completion.Tests;

public sealed class HoleStopTests
{
    [Theory]
    [InlineData("method);", "method")]
    [InlineData("F(a, b), c", "F(a, b)")]
    [InlineData("x => { F(); }, c", "x => { F(); }")]
    [InlineData("\"a, b\" + c;", "\"a, b\" + c")]
    [InlineData("a + b\nc", "a + b")]
    public void An_expression_ends_where_what_is_around_it_goes_on(string written, string expected) =>
        Assert.Equal(expected.Length, HoleStop.Instance.FindEnd(written, ended: false));

    [Theory]
    [InlineData("F(a, ")]
    [InlineData("a + b")]
    [InlineData("\"a, b")]
    public void An_open_expression_goes_on(string written) => Assert.Null(HoleStop.Instance.FindEnd(written, ended: false));

    [Fact]
    public void What_the_model_ends_is_complete() => Assert.Equal(5, HoleStop.Instance.FindEnd("a + b", ended: true));
}
