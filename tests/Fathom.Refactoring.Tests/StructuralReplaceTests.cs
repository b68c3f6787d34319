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
    [InlineData("Add(1, 2 * Add(3, 4))", "Add($a, $b)", "$a + $b", "1 + 2 * (3 + 4)")]
    [InlineData("Sub(1, Math.Abs(-Sub(2, 3)))", "Sub($a, $b)", "$a - $b", "1 - Math.Abs(-(2 - 3))")]
    [InlineData("F(0, -Sub(2, 3), 1)", "F($a...)", "G($a...)", "G(0, -Sub(2, 3), 1)")]
    [InlineData("Sub(F(-Sub(2, 3), 1), 4)", "Sub($a, $b)", "$a - $b", "F(-(2 - 3), 1) - 4")]
    [InlineData("c && !Not(c || Not(z))", "Not($x)", "$x == false", "c && !((c || z == false) == false)")]
    [InlineData("Str(\"x\" + Str(n + 1))", "Str($x)", "$x + \"\"", "\"x\" + (n + 1 + \"\") + \"\"")]
    [InlineData("F(5).ToString()", "F($x)", "$x as object", "(5 as object).ToString()")]
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
    [InlineData("if (x) A(); else if (y) B();", "if (y) $s", "if (z) $s", "if (x) A(); else if (z) B();")]
    [InlineData("if (x) A(); else if (y) B(); else A();", "if (y) $s else $t", "if (z) $s", "if (x) A(); else if (z) B();")]
    [InlineData("if (x) if (y) A(); else if (z) B(); else B(); else A();", "if (z) $s else $t", "if (z) $s", "if (x) if (y) A(); else { if (z) B(); } else A();")]
    [InlineData("if (x) A(); else B();", "A();", "if (y) A();", "if (x) { if (y) A(); } else B();")]
    [InlineData("if (x) A();", "A();", "var r = A();", "if (x) { var r = A(); }")]
    [InlineData("if (x) lock (o) { A(); B(); }", "lock ($l) { $b... }", "$b...", "if (x) { A(); B(); }")]
    [InlineData("while (x) lock (o) { } A();", "lock ($l) { $b... }", "$b...", "while (x) {  } A();")]
    [InlineData("Go(x); if (y) if (z) A(); B();", "if (y) $s", "if (y) $s else C();", "Go(x); if (y) { if (z) A(); } else C(); B();")]
    [InlineData("if (x) { /* before */ A(); // after\n }", "if ($c) { $b... }", "while ($c) { $b... }", "while (x) { /* before */ A(); // after }")]
    [InlineData("var f = (a, b) => a;", "($p...) => $e", "($p...) => { return $e; }", "var f = (a, b) => { return a; };")]
    [InlineData("F(new X { A = 1, B = 2 });", "new $t { $i... }", "Make<$t>($i...)", "F(Make<X>(A = 1, B = 2));")]
    [InlineData("int[] a = null; int? b = 1;", "int[]", "long[]", "long[] a = null; int? b = 1;")]
    [InlineData("F(a?.W.H());", "$x.H()", "Z($x)", "F(a?.W.H());")]
    [InlineData("F(@params);", "F($params)", "G($params)", "G(@params);")]
    public async Task A_statement_takes_the_place_of_another(string code, string pattern, string replacement, string expected)
    {
        using TestRepository repository = TestRepository.Of(Body(code));

        ChangeSet changes = await repository.ReplaceAsync(pattern, replacement);

        Assert.Equal(Spaced(Body(expected)), Spaced(changes.Files.SingleOrDefault()?.After ?? Body(code)));
    }

    [Theory]
    [InlineData("int Dbl(int x) => x * 2;", "int Dbl(int x) => $e;", "long Dbl(long x) => $e;", "long Dbl(long x) => x * 2;")]
    [InlineData("int count = 3;", "int $n = $v;", "long $n = $v;", "long count = 3;")]
    [InlineData("class In { int a; int b; }", "class In { $m... }", "class Out { $m... }", "class Out { int a; int b; }")]
    [InlineData("enum E { A, B }", "enum $e { $m... }", "public enum $e { $m... }", "public enum E { A, B }")]
    [InlineData("record R(int A, int B);", "record $r($p...);", "public record $r($p...);", "public record R(int A, int B);")]
    public async Task A_member_needs_no_modifiers_to_be_found(string member, string pattern, string replacement, string expected)
    {
        using TestRepository repository = TestRepository.Of($"class C\n{{\n    {member}\n}}\n");

        ChangeSet changes = await repository.ReplaceAsync(pattern, replacement);

        Assert.Equal($"class C\n{{\n    {expected}\n}}\n", changes.Files.Single().After);
    }

    [Fact]
    public async Task A_deleted_member_takes_its_documentation_with_it()
    {
        using TestRepository repository = TestRepository.Of("class C\n{\n    /// <summary>One.</summary>\n    /// <param name=\"x\">It.</param>\n    public int A(int x) => x;\n\n    /// <summary>Two.</summary>\n    public int B(int x) => x;\n}\n");

        ChangeSet changes = await repository.ReplaceAsync("public int A(int x) => x;", "");

        Assert.Equal("class C\n{\n    /// <summary>Two.</summary>\n    public int B(int x) => x;\n}\n", changes.Files.Single().After);
    }

    [Theory]
    [InlineData("class P { public int A { get; set; } /// <summary>B.</summary>\n public int B { get; set; } }", "class P { public int $n { get; set; } public int $m { get; set; } }", "class P { }")]
    [InlineData("class P { int F() => G(1, G /* keep */ (2)); }", "G(2)", "H(2)")]
    [InlineData("class P\n{\n    /// <summary>A.</summary>\n    // Contract 17: keep.\n    public int A() => 1;\n}", "public int A() => $e;", "")]
    public async Task No_comment_is_lost(string source, string pattern, string replacement)
    {
        using TestRepository repository = TestRepository.Of(source + "\n");

        ChangeSet changes = await repository.ReplaceAsync(pattern, replacement);

        Assert.Empty(changes.Files);
        Assert.Contains("would lose comments", Assert.Single(changes.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_comment_within_a_match_of_a_list_stays_too()
    {
        using TestRepository repository = TestRepository.Of(Body("F(1, F /* keep */ (2), F(3));"));

        ChangeSet changes = await repository.ReplaceAsync("F($a...)", "G($a...)");

        Assert.Equal(Body("G(1, F /* keep */ (2), G(3));"), changes.Files.Single().After);
    }

    [Fact]
    public async Task What_a_string_holds_stays_to_the_letter_in_a_file_with_other_line_ends()
    {
        using TestRepository repository = TestRepository.Of("class C\r\n{\r\n    string M() => F(@\"a\nb\");\r\n}\r\n");

        ChangeSet changes = await repository.ReplaceAsync("F($s)", "G(\n    $s)");

        Assert.Equal("class C\r\n{\r\n    string M() => G(\r\n        @\"a\nb\");\r\n}\r\n", changes.Files.Single().After);
    }

    [Fact]
    public async Task Code_that_is_switched_off_is_told()
    {
        using TestRepository repository = TestRepository.Of("class C\n{\n    int A() => Old(1);\n#if NETSTANDARD2_0\n    int B() => Old(2);\n#endif\n}\n");

        ChangeSet replaced = await repository.ReplaceAsync("Old($x)", "New($x)");

        Assert.Contains("code that #if switches off is not looked at, and it has the same words at A.cs:5", replaced.Warnings);
    }

    [Fact]
    public async Task Errors_of_before_are_told_and_hide_no_other()
    {
        using TestRepository repository = TestRepository.Of(Body("Missing.Equal(1, 2);"));

        ChangeSet changes = await repository.ReplaceAsync("Missing.Equal($a, $b)", "Mising.Equal($a, $b)");

        Assert.Contains(changes.NewErrors, error => error.Message.Contains("'Mising'", StringComparison.Ordinal));
        Assert.Contains(changes.Warnings, warning => warning.StartsWith("2 errors are in what was compiled already", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_chain_of_matches_in_matches_is_rewritten_at_once()
    {
        string chain = string.Join(" + ", Enumerable.Range(0, 40).Select(each => $"s{each}"));
        using TestRepository repository = TestRepository.Of(Body($"return {chain};"));

        ChangeSet changes = await repository.ReplaceAsync("$a + $b", "$b + $a");

        Assert.StartsWith("class C\n{\n    object M(int x)\n    {\n        return s39 + (s38 + (", changes.Files.Single().After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_would_grow_without_end_or_take_for_ever_is_refused_with_a_sentence()
    {
        string nested = string.Concat(Enumerable.Repeat("F(", 40)) + "1" + new string(')', 40);
        string list = $"H({string.Join(", ", Enumerable.Range(0, 60))})";
        using TestRepository repository = TestRepository.Of(Body($"return {nested} + {list};"));

        RefactoringException large = await Assert.ThrowsAsync<RefactoringException>(() => repository.ReplaceAsync("F($a)", "G($a, $a)"));
        RefactoringException slow = await Assert.ThrowsAsync<RefactoringException>(() => repository.SearchAsync("H($a..., $b..., $c..., $d..., $e..., $f..., 5, 5)"));
        RefactoringException deep = await Assert.ThrowsAsync<RefactoringException>(() => repository.SearchAsync(new string('(', 20_000) + "1" + new string(')', 20_000)));
        RefactoringException deeper = await Assert.ThrowsAsync<RefactoringException>(() => repository.ReplaceAsync("F($a)", $"{new string('(', 50)}F($a){new string(')', 50)}"));

        Assert.Contains("more than 4 million characters", large.Message, StringComparison.Ordinal);
        Assert.Contains("can be read in too many ways; write fewer lists", slow.Message, StringComparison.Ordinal);
        Assert.Contains("nested too deeply", deep.Message, StringComparison.Ordinal);
        Assert.Contains("more deeply than the compiler can read", deeper.Message, StringComparison.Ordinal);
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
        using TestRepository repository = TestRepository.Of(Body("F(1, G(/* two */ 2));\nF(1, /* lost */ 2);"));

        ChangeSet changes = await repository.ReplaceAsync("F($a, $b)", "H($b, $a)");

        Assert.Equal(Body("H(G(/* two */ 2), 1);\nF(1, /* lost */ 2);"), changes.Files.Single().After);
        Assert.Contains(changes.Warnings, warning => warning.Contains("would lose comments or directives, and so these places stay as they are: A.cs:6", StringComparison.Ordinal));
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
    [InlineData("F($a);", "G($a); // was F", "ends with a comment")]
    [InlineData("On$name()", "1", "$name is a part of a name")]
    [InlineData("void $m...() { }", "1", "$m... stands where one name has to")]
    public async Task What_makes_no_sense_is_refused_with_a_sentence(string pattern, string replacement, string sentence)
    {
        using TestRepository repository = TestRepository.Of(Body("F(1);"));

        RefactoringException refused = await Assert.ThrowsAsync<RefactoringException>(() => repository.ReplaceAsync(pattern, replacement));

        Assert.Contains(sentence, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("$x.$name($args...)")]
    [InlineData("if ($c) { $body... }")]
    [InlineData("$x ?? $y")]
    [InlineData("private static $t $n($p...) => $e;")]
    [InlineData("var $v = $e;")]
    public async Task What_is_replaced_by_itself_stays_the_same_but_for_white_space_in_real_sources(string pattern)
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

    private static string Spaced(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Body(string code) => $"class C\n{{\n    object M(int x)\n    {{\n        {code}\n    }}\n}}\n";

    [Fact]
    public async Task Paths_that_differ_in_case_only_are_two_files()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere they are one.");
        using TestRepository repository = new(
            ("App/Program.cs", "class P { void M() { Log(1); } void Log(int x) { } void Trace(int x) { } }\n"), ("app/Program.cs", "class Q { }\n"));

        ChangeSet changes = await repository.ReplaceAsync("Log($x);", "Trace($x);");

        Assert.Equal(["App/Program.cs"], changes.Files.Select(file => file.Path));
    }
}
