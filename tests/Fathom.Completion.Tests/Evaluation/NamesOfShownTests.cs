using Fathom.Completion.Evaluation;
using Fathom.Completion.Guidance;
using Fathom.Repository.CSharp;
using Fathom.Repository.Files;

namespace Fathom.Completion.Tests.Evaluation;

public sealed class NamesOfShownTests
{
    private const string Page = "class Page\r\n{\r\n    void Fill(Cart cart)\r\n    {\r\n        «cart.Add(\"pen\");»\r\n    }\r\n}\r\n";
    private static readonly CompletionSettings s_unchecked = CompletionSettings.Default with { Check = false };

    [Theory]
    [InlineData("cart.Add(\"ink\");", NameResolution.Resolved)]
    [InlineData("cart.Add(1, 2);", NameResolution.Resolved)]
    [InlineData("var all = nameof(cart);", NameResolution.Resolved)]
    [InlineData("cart.Discard(\"pen\");", NameResolution.Unresolved)]
    [InlineData("Basket.Add(\"pen\");", NameResolution.Unresolved)]
    [InlineData("_ = new Basket();", NameResolution.Unresolved)]
    public async Task A_shown_suggestion_is_judged_by_the_names_in_it(string said, NameResolution names)
    {
        CaseResult result = await RunAsync(Page, said);

        Assert.True(result.Shown);
        Assert.Equal(names, result.Names);
    }

    [Theory]
    [InlineData("using Acme;\r\n" + Page, "cart.Fill(\"pen\");")]
    [InlineData("partial class Page\r\n{\r\n    void Fill(Cart cart)\r\n    {\r\n        «cart.Add(\"pen\");»\r\n    }\r\n}\r\n", "Add(\"pen\");")]
    public async Task What_a_missing_package_or_a_tool_may_declare_is_not_judged(string page, string said)
    {
        CaseResult result = await RunAsync(page, said);

        Assert.True(result.Shown);
        Assert.Equal(NameResolution.Unknown, result.Names);
    }

    [Fact]
    public async Task What_is_not_shown_is_not_judged()
    {
        var unsure = new ScriptedModel(ScriptedModel.Cut("cart.Discard(\"pen\");")) { LogProbability = -3 };

        CaseResult result = await new Evaluator(unsure, s_unchecked, TimeProvider.System, Compiler())
            .RunAsync(Cases.Of(CaseKind.WholeLine, Page, "Page.cs"), TestContext.Current.CancellationToken);

        Assert.False(result.Shown);
        Assert.Equal(NameResolution.Unknown, result.Names);
    }

    [Fact]
    public async Task The_check_keeps_such_suggestions_from_being_shown()
    {
        CaseResult result = await RunAsync(Page, "cart.Discard(\"pen\");", CompletionSettings.Default);

        Assert.False(result.Shown);
        Assert.Equal(CompletionOutcome.FilteredBinding, result.Outcome);
    }

    [Fact]
    public async Task Other_languages_are_not_judged()
    {
        CaseResult result = await new Evaluator(ScriptedModel.Saying("sum(prices)"), s_unchecked, TimeProvider.System, Compiler())
            .RunAsync(Cases.Of(CaseKind.RestOfLine, "def total(prices):\n    return «sum(prices)»\n", "cart.py"), TestContext.Current.CancellationToken);

        Assert.True(result.Shown);
        Assert.Equal(NameResolution.Unknown, result.Names);
    }

    private static CompilerService Compiler()
    {
        var workspace = new CSharpWorkspace();
        // 'Fill' is written elsewhere, so a package may declare it for a cart.
        workspace.Load([new RepositoryText("Cart.cs", "public class Cart { public void Add(string item) { } }"), new RepositoryText("Page.cs", "")], [], CancellationToken.None);
        return new CompilerService(workspace);
    }

    private static Task<CaseResult> RunAsync(string page, string said, CompletionSettings? settings = null) =>
        new Evaluator(ScriptedModel.Saying(said), settings ?? s_unchecked, TimeProvider.System, Compiler())
            .RunAsync(Cases.Of(CaseKind.WholeLine, page, "Page.cs"), TestContext.Current.CancellationToken);
}
