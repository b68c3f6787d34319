using Fathom.Completion.Cursor;
using Fathom.Completion.Stopping;

namespace Fathom.Completion.Tests;

public sealed class HoleStopTests
{
    [Theory]
    [InlineData("method);", "method")]
    [InlineData("F(a, b), c", "F(a, b)")]
    [InlineData("x => { F(); }, c", "x => { F(); }")]
    [InlineData("\"a, b\" + c;", "\"a, b\" + c")]
    [InlineData("',').map(Number);", "','")]
    [InlineData("`a, b`);", "`a, b`")]
    [InlineData("new Dictionary<string, int>());", "new Dictionary<string, int>()")]
    [InlineData("a < b, c", "a < b")]
    [InlineData("a + b\nc", "a + b")]
    public void An_expression_ends_where_what_is_around_it_goes_on(string written, string expected)
    {
        // As it is written, character by character.
        int? end = Enumerable.Range(1, written.Length).Select(length => HoleStop.Instance.FindEnd(written[..length], ended: false)).FirstOrDefault(found => found is not null);

        Assert.Equal(expected.Length, end);
    }

    [Theory]
    [InlineData("F(a, ")]
    [InlineData("a + b")]
    [InlineData("\"a, b")]
    public void An_open_expression_goes_on(string written) => Assert.Null(HoleStop.Instance.FindEnd(written, ended: false));

    [Theory]
    [InlineData("Log(\"", "none, found\", name);", "none, found")]
    [InlineData("Log($\"a {", "x(\"b\")} c\", name);", "x(\"b\")} c")]
    [InlineData("Log($\"{a", "} {b, 5}\";", "} {b, 5}")]
    [InlineData("Log(\"a \\\"", "b\\\" {0}\"", "b\\\" {0}")]
    public void A_string_ends_at_its_quote(string linePrefix, string written, string expected) =>
        Assert.Equal(expected.Length, new StringStop(OpenString.At(linePrefix)!.Value).FindEnd(written, ended: false));

    [Theory]
    [InlineData("Log(\"a\", ")]
    [InlineData("if (c == '\"' && ")]
    [InlineData("// say \"")]
    public void No_string_is_open_behind_its_quote_and_in_comments(string linePrefix) => Assert.Null(OpenString.At(linePrefix));

    [Theory]
    [InlineData("string, List<int>> other", "string, List<int>")]
    [InlineData("(int, int)[]>", "(int, int)[]")]
    public void Type_arguments_end_at_their_bracket(string written, string expected) =>
        Assert.Equal(expected.Length, TypeArgumentStop.Instance.FindEnd(written, ended: false));

    [Fact]
    public void What_the_model_ends_is_complete() => Assert.Equal(5, HoleStop.Instance.FindEnd("a + b", ended: true));
}
