using Fathom.Refactoring.Staging;

namespace Fathom.Refactoring.Tests;

/// <summary>Replacements that would compile and mean something else.</summary>
public sealed class ReplacementMeaningTests
{
    [Theory]
    [InlineData("n * 1.0 / 3", "n * 1.0 / 3")]
    [InlineData("n * 1L", "n * 1L")]
    [InlineData("n * 1m", "n * 1m")]
    [InlineData("n * 0x1", "n")]
    [InlineData("n * 1", "n")]
    public async Task A_number_is_found_by_its_value_and_its_type(string code, string expected)
    {
        using TestRepository repository = TestRepository.Of($"class C {{ object F(int n) => {code}; }}\n");

        ChangeSet changes = await repository.ReplaceAsync("$x * 1", "$x");

        Assert.Equal($"class C {{ object F(int n) => {expected}; }}\n", changes.Files.SingleOrDefault()?.After ?? $"class C {{ object F(int n) => {code}; }}\n");
    }

    [Fact]
    public async Task An_else_that_goes_leaves_the_next_one_to_the_outer_if()
    {
        using TestRepository repository = TestRepository.Of("class C { void F(bool a, bool b) { if (a) if (b) A(); else B(); else D(); } void A() { } void B() { } void D() { } }\n");

        ChangeSet changes = await repository.ReplaceAsync("B();", "");

        Assert.Contains("if (a) if (b) A(); else { } else D();", changes.Files.Single().After, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("using (o.Enter()) { $b... }", "using (o.Enter()) { A(); // after\n        } B();")]
    [InlineData("$b...", "A(); // after\n         B();")]
    [InlineData("{ $b... A(); }", "{ A(); // after\n        A(); } B();")]
    public async Task A_comment_at_the_end_of_a_body_takes_nothing_that_is_put_behind_it(string replacement, string expected)
    {
        using TestRepository repository = TestRepository.Of("class C\n{\n    void F(Gate o)\n    {\n        lock (o)\n        {\n            A(); // after\n        } B();\n    }\n\n    void A() { }\n    void B() { }\n    class Gate { public System.IDisposable Enter() => null; }\n}\n");

        ChangeSet changes = await repository.ReplaceAsync("lock (o) { $b... }", replacement);

        Assert.Contains($"        {expected}\n", changes.Files.Single().After, StringComparison.Ordinal);
        Assert.Empty(changes.NewErrors);
    }

    [Fact]
    public async Task A_string_of_several_lines_in_a_replacement_stays_as_it_was_written()
    {
        using TestRepository repository = TestRepository.Of("class C\r\n{\r\n    string F() => Old();\r\n}\r\n");

        ChangeSet changes = await repository.ReplaceAsync("Old()", "New(\n    @\"a\nb\")");

        Assert.Contains("F() => New(\r\n        @\"a\nb\");", changes.Files.Single().After, StringComparison.Ordinal);
    }
}
