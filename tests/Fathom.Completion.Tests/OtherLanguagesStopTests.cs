using Fathom.Completion.Cursor;
using Fathom.Completion.Stopping;

namespace Fathom.Completion.Tests;

public sealed class OtherLanguagesStopTests
{
    [Theory]
    [InlineData("def f(x):|\n", "\n    return x\n\ndef g", "\n    return x")]
    [InlineData("def f(x):\n    |\n", "return x\n    y", "return x")]
    [InlineData("def f(x):\n    |\n", "if x:\n        return 1\n    return 2\n", "if x:\n        return 1")]
    [InlineData("x = |\n", "f(1)\ny", "f(1)")]
    public void Python_ends_by_indentation(string marked, string written, string expected) =>
        Assert.Equal(expected, Stop(marked, "a.py", "python", written));

    [Theory]
    [InlineData("spec:\n  containers:|\n", "\n  - name: web\n    image: a\nkind: b", "\n  - name: web\n    image: a")]
    [InlineData("spec:\n  containers:|\n", "\n    - name: web\n  other: b", "\n    - name: web")]
    [InlineData("list:\n  - a:|\n", "\n      b: c\n  - d", "\n      b: c")]
    public void A_list_in_yaml_need_not_be_indented_deeper_than_its_key(string marked, string written, string expected) =>
        Assert.Equal(expected, Stop(marked, "a.yaml", "yaml", written));

    [Theory]
    [InlineData("function f(x) {|\n", "\n  return x;\n}\nf(1);", "\n  return x;\n}")]
    [InlineData("function f(x) {|\n}\n", "\n  return x;\n}\nf(1);", "\n  return x;\n")]
    [InlineData("function f(x) {\n  |\n}\n", "if (x) {\n    g();\n  }\n  h();", "if (x) {\n    g();\n  }")]
    [InlineData("let s = |\n", "'}';\nlet", "'}';")]
    public void JavaScript_ends_by_brackets(string marked, string written, string expected) =>
        Assert.Equal(expected, Stop(marked, "a.js", "javascript", written));

    [Theory]
    [InlineData("\n    a = 1\n    b = 2\n    c =", "\n    a = 1\n    b = 2")]
    [InlineData("\n    a = 1\n    if a:\n", "\n    a = 1")]
    [InlineData("\n    a = f(1,\n          2", "")]
    [InlineData("\n    a = 1\n    b = f(1,\n        2,\n", "\n    a = 1")]
    [InlineData("return x", "")]
    public void Python_that_is_cut_off_ends_with_its_last_whole_statement(string written, string expected) =>
        Assert.Equal(expected, StopRules.For(MarkedText.Cursor("def f(x):|\n", "a.py", "python"), LineBelow.Anything, CompletionSettings.Default, CancellationToken.None).Cut(written));

    [Fact]
    public void Prose_ends_with_its_line() => Assert.Equal("one", Stop("|", "a.md", "markdown", "one\ntwo"));

    private static string Stop(string marked, string path, string language, string written)
    {
        CursorContext cursor = MarkedText.Cursor(marked, path, language);
        IStopRule rule = StopRules.For(cursor, LinesBelow.At(cursor), CompletionSettings.Default, CancellationToken.None);
        for (int length = 1; length <= written.Length; length++)
        {
            if (rule.FindEnd(written[..length], ended: false) is int end)
            {
                return written[..end];
            }
        }

        return written[..(rule.FindEnd(written, ended: true) ?? written.Length)];
    }
}
