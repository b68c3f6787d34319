using Fathom.Refactoring.Staging;

namespace Fathom.Refactoring.Tests;

public sealed class StructuralReplaceTests
{
    [Theory]
    [InlineData("Math.Max(x, 1)", "Math.Max($a, $b)", "Math.Min($b, $a)", "Math.Min(1, x)")]
    [InlineData("Math . Max ( x,1 )", "Math.Max($a, $b)", "Math.Min($a, $b)", "Math.Min(x, 1)")]
    [InlineData("Math.Max(Math.Max(1, 2), x)", "Math.Max($a, $b)", "M($b, $a)", "M(x, M(2, 1))")]
    [InlineData("Math.Max(x, x) + Math.Max(x, 1)", "Math.Max($a, $a)", "$a", "x + Math.Max(x, 1)")]
    [InlineData("F(x, 1, 2)", "F($a, $rest...)", "G($rest..., $a)", "G(1, 2, x)")]
    [InlineData("F(x)", "F($a, $rest...)", "G($a, $rest...)", "G(x)")]
    [InlineData("F(x)", "F($a, $rest...)", "G($rest..., $a)", "G(x)")]
    [InlineData("F(1, x, 2)", "F($before..., x, $after...)", "F($after..., $before...)", "F(2, 1)")]
    [InlineData("new List<int>()", "new List<$t>()", "new HashSet<$t>()", "new HashSet<int>()")]
    [InlineData("x == null ? 1 : 2", "$a == null", "$a is null", "x is null ? 1 : 2")]
    [InlineData("F(\"$a\") + F($\"{x}\")", "F(\"$a\")", "G(\"$a\")", "G(\"$a\") + F($\"{x}\")")]
    [InlineData("F(name: x) + F(ref x)", "F($a)", "G($a)", "F(name: x) + F(ref x)")]
    [InlineData("[1, x, 2]", "[1, $rest...]", "[$rest...]", "[x, 2]")]
    public async Task An_expression_takes_the_place_of_another(string code, string pattern, string replacement, string expected)
    {
        using TestRepository repository = TestRepository.Of(Body($"return {code};"));

        ChangeSet changes = await repository.ReplaceAsync(pattern, replacement);

        Assert.Equal(Body($"return {expected};"), changes.Files.SingleOrDefault()?.After ?? Body($"return {code};"));
    }

    [Theory]
    [InlineData("Twice(x + 1)", "Twice($a)", "$a * 2", "(x + 1) * 2")]
    [InlineData("Twice(x)", "Twice($a)", "$a * 2", "x * 2")]
    [InlineData("Twice(x).Y", "Twice($a)", "$a * 2", "(x * 2).Y")]
    [InlineData("Twice(x) * 3", "Twice($a)", "$a + $a", "(x + x) * 3")]
    [InlineData("-Twice(x)", "Twice($a)", "$a + $a", "-(x + x)")]
    [InlineData("F(Twice(x))", "Twice($a)", "$a + $a", "F(x + x)")]
    [InlineData("Twice(a ? b : c)", "Twice($a)", "$a.Z", "(a ? b : c).Z")]
    [InlineData("(int)Twice(x)", "Twice($a)", "$a + $a", "(int)(x + x)")]
    [InlineData("Twice(Twice(x + 1))", "Twice($a)", "$a * 2", "(x + 1) * 2 * 2")]
    public async Task Operators_bind_as_before_by_parentheses_and_only_where_it_takes_them(string code, string pattern, string replacement, string expected)
    {
        using TestRepository repository = TestRepository.Of(Body($"return {code};"));

        ChangeSet changes = await repository.ReplaceAsync(pattern, replacement);

        Assert.Equal(Body($"return {expected};"), changes.Files.Single().After);
    }

    [Theory]
    [InlineData("lock (x) { A(); B(); }", "lock ($l) { $body... }", "using ($l.Enter()) { $body... }", "using (x.Enter()) { A(); B(); }")]
    [InlineData("lock (x) { }", "lock ($l) { $body... }", "using ($l.Enter()) { $body... }", "using (x.Enter()) {  }")]
    [InlineData("if (x) A();", "if ($c) $s", "while ($c) $s", "while (x) A();")]
    [InlineData("if (x) A();", "A();", "B(); C();", "if (x) { B(); C(); }")]
    [InlineData("A();", "A();", "B(); C();", "B(); C();")]
    [InlineData("var y = F(x);", "var $v = F($a);", "int $v = G($a);", "int y = G(x);")]
    [InlineData("if (x) A(); else B();", "B();", "", "if (x) A(); ")]
    [InlineData("while (x) A();", "A();", "", "while (x) { }")]
    public async Task A_statement_takes_the_place_of_another(string code, string pattern, string replacement, string expected)
    {
        using TestRepository repository = TestRepository.Of(Body(code));

        ChangeSet changes = await repository.ReplaceAsync(pattern, replacement);

        Assert.Equal(Body(expected), changes.Files.Single().After);
    }

    [Fact]
    public async Task A_declaration_takes_the_place_of_another()
    {
        using TestRepository repository = TestRepository.Of("class C\n{\n    [Test] public void Adds(int a) { F(a); }\n\n    public int Other(int a) { return 1; }\n}\n");

        ChangeSet changes = await repository.ReplaceAsync("[Test] public void $name($p...) { $body... }", "[Fact]\npublic async Task $name($p...) { $body... }");

        Assert.Equal("class C\n{\n    [Fact]\n    public async Task Adds(int a) { F(a); }\n\n    public int Other(int a) { return 1; }\n}\n", changes.Files.Single().After);
    }

    [Fact]
    public async Task A_deleted_statement_takes_its_line_and_one_of_two_empty_lines_with_it()
    {
        using TestRepository repository = TestRepository.Of("class C\n{\n    void M()\n    {\n        Log(1);\n\n        A();\n\n        Log(2);\n\n        B();\n    }\n}\n");

        ChangeSet changes = await repository.ReplaceAsync("Log($x);", "");

        Assert.Equal("class C\n{\n    void M()\n    {\n        A();\n\n        B();\n    }\n}\n", changes.Files.Single().After);
    }

    [Fact]
    public async Task A_comment_in_a_placeholder_goes_with_it_and_one_outside_of_all_keeps_the_place_as_it_is()
    {
        using TestRepository repository = TestRepository.Of(Body("F(/* one */ 1, G(/* two */ 2));\nF(1, /* lost */ 2);"));

        ChangeSet changes = await repository.ReplaceAsync("F($a, $b)", "H($b, $a)");

        Assert.Contains("F(1, /* lost */ 2);", changes.Files.SingleOrDefault()?.After ?? repository.Files.Read("A.cs").Text, StringComparison.Ordinal);
        Assert.Contains("would lose comments, and so these places stay as they are: A.cs:", Assert.Single(changes.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_placeholder_can_be_held_to_a_type()
    {
        const string source = """
            using System.Collections.Generic;

            class C
            {
                bool A(List<int> list, string text) => Empty(list) || Empty(text);

                bool Empty(object o) => true;
            }
            """;
        using TestRepository repository = TestRepository.Of(source);

        ChangeSet ofList = await repository.ReplaceAsync("Empty($x)", "$x.Count == 0", "x=IReadOnlyCollection");
        ChangeSet ofString = await repository.ReplaceAsync("Empty($x)", "$x.Length == 0", "x=string");

        Assert.Contains("list.Count == 0 || Empty(text)", ofList.Files.Single().After, StringComparison.Ordinal);
        Assert.Contains("Empty(list) || text.Length == 0", ofString.Files.Single().After, StringComparison.Ordinal);
        Assert.Empty(ofList.NewErrors);
    }

    [Fact]
    public async Task The_compiler_says_what_an_edit_would_break_and_nothing_of_what_was_broken_before()
    {
        using TestRepository repository = new(
            ("Lib/Lib.csproj", TestRepository.Library),
            ("Lib/A.cs", "public class A { public int Old() => 1; public int Broken() => Missing(); }\n"),
            ("App/App.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="..\Lib\Lib.csproj" /></ItemGroup></Project>"""),
            ("App/B.cs", "class B { int F(A a) => a.Old(); }\n"));

        ChangeSet changes = await repository.ReplaceAsync("public int Old() => $e;", "public int New() => $e;");

        NewError error = Assert.Single(changes.NewErrors);
        Assert.Equal(("App/B.cs", 1, 27, "CS1061"), (error.Path, error.Line, error.Column, error.Id));
    }

    [Fact]
    public async Task Line_ends_stay_what_they_are()
    {
        using TestRepository repository = TestRepository.Of("class C\r\n{\r\n    void M()\r\n    {\r\n        A();\r\n    }\r\n}\r\n");

        ChangeSet changes = await repository.ReplaceAsync("A();", "B();\nC();");

        Assert.Equal("class C\r\n{\r\n    void M()\r\n    {\r\n        B();\r\n        C();\r\n    }\r\n}\r\n", changes.Files.Single().After);
    }

    [Theory]
    [InlineData("$x", "1", "fits everything")]
    [InlineData("foo bar baz", "1", "is no C# expression, statement or declaration")]
    [InlineData("F($a)", "G($b)", "which the pattern has not; it has $a")]
    [InlineData("F($a...)", "G($a)", "has to be written with ... in the pattern and in the replacement")]
    [InlineData("F($a)", "", "cannot be replaced by nothing")]
    [InlineData("F($a)", "return $a;", "is not what the pattern is: an expression")]
    [InlineData("F($a);", "class {", "is not what the pattern is: statements")]
    public async Task What_makes_no_sense_is_refused_with_a_sentence(string pattern, string replacement, string sentence)
    {
        using TestRepository repository = TestRepository.Of(Body("F(1);"));

        RefactoringException refused = await Assert.ThrowsAsync<RefactoringException>(() => repository.ReplaceAsync(pattern, replacement));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", "has to be name=Type")]
    [InlineData("y=int", "names a placeholder that the pattern has not")]
    public async Task A_constraint_that_makes_no_sense_is_refused_with_a_sentence(string constraint, string sentence)
    {
        using TestRepository repository = TestRepository.Of(Body("F(1);"));

        RefactoringException refused = await Assert.ThrowsAsync<RefactoringException>(() => repository.SearchAsync("F($x)", constraint));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$x.$name($args...)")]
    [InlineData("if ($c) { $body... }")]
    [InlineData("$x ?? $y")]
    [InlineData("private static $t $n($p...) => $e;")]
    [InlineData("var $v = $e;")]
    public async Task What_is_replaced_by_itself_stays_the_same_to_the_letter_in_real_sources(string pattern)
    {
        using TestRepository repository = new([.. RealSources()]);

        ChangeSet changes = await repository.ReplaceAsync(pattern, pattern);
        int places = (await repository.SearchAsync(pattern)).Count;

        Assert.True(places > 5, $"{pattern} fits {places} places");
        foreach (FileChange file in changes.Files)
        {
            Assert.Equal(WithoutSpaces(file.Before), WithoutSpaces(file.After));
        }

        Assert.Empty(changes.NewErrors);
    }

    private static string WithoutSpaces(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter)));

    private static IEnumerable<(string, string)> RealSources()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Lsp.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        string folder = Path.Combine(root, "server", "Fathom.Refactoring");
        return Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(path => (Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText(path)));
    }

    private static string Body(string code) => $"class C\n{{\n    object M(int x)\n    {{\n        {code}\n    }}\n}}\n";
}
