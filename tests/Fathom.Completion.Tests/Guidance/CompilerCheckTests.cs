using Fathom.Completion.Guidance;
using Fathom.Repository.CSharp;
using Fathom.Repository.Files;

namespace Fathom.Completion.Tests.Guidance;

public sealed class CompilerCheckTests
{
    private const string Document = "class Page\r\n{\r\n    void Fill(Cart cart)\r\n    {\r\n        |\r\n    }\r\n}\r\n";
    private const string Importing = "using static Texts;\r\n\r\n" + Document;
    private static readonly CompilerService s_compiler = Compiler();
    private static readonly CompletionSettings s_patient = CompletionSettings.Default with { TimeBudgetMilliseconds = Timeout.Infinite };

    [Fact]
    public async Task A_suggestion_that_binds_is_shown()
    {
        CompletionAnswer answer = await CompleteAsync("cart.Add(\"pen\");", s_patient);

        Assert.Equal(CompletionOutcome.Shown, answer.Outcome);
    }

    [Fact]
    public async Task A_suggestion_with_a_made_up_member_is_held_back()
    {
        CompletionAnswer answer = await CompleteAsync("cart.Discard(\"pen\");", s_patient);

        Assert.Equal(CompletionOutcome.FilteredBinding, answer.Outcome);
    }

    [Fact]
    public async Task A_suggestion_is_cut_before_the_statement_that_does_not_bind()
    {
        CompletionAnswer answer = await CompleteAsync("if (cart != null)\n        {\n            cart.Add(\"pen\");\n            cart.Discard(\"pen\");\n        }", s_patient, wholeBlock: true);

        Assert.Equal(CompletionOutcome.Shown, answer.Outcome);
        Assert.Equal("if (cart != null)\n        {\n            cart.Add(\"pen\");\n        }", Assert.Single(answer.Suggestions).Inserted);
    }

    [Fact]
    public async Task Without_the_check_it_is_shown_as_it_is()
    {
        CompletionAnswer answer = await CompleteAsync("cart.Discard(\"pen\");", s_patient with { Check = false });

        Assert.Equal(CompletionOutcome.Shown, answer.Outcome);
    }

    [Fact]
    public async Task Before_the_workspace_is_loaded_nothing_is_checked()
    {
        var pipeline = new CompletionPipeline(new CompilerService(new CSharpWorkspace()));

        CompletionAnswer answer = await pipeline.CompleteAsync(
            MarkedText.Request(Document), s_patient, ModelState.Ready(ScriptedModel.Saying("cart.Discard(\"pen\");")), TestContext.Current.CancellationToken);

        Assert.Equal(CompletionOutcome.Shown, answer.Outcome);
    }

    [Fact]
    public async Task What_was_cancelled_while_it_was_checked_is_not_remembered()
    {
        for (int i = 0; i < 100; i++)
        {
            var pipeline = new CompletionPipeline(s_compiler);
            using var cancellation = new CancellationTokenSource();
            CompletionRequest request = MarkedText.Request(Document);
            Task running = pipeline.CompleteAsync(request, s_patient, ModelState.Ready(ScriptedModel.Saying("cart.Discard(\"pen\");")), cancellation.Token);

            await Task.WhenAny(running, Task.Delay(TimeSpan.FromMicroseconds(100 * i), TestContext.Current.CancellationToken));
            await cancellation.CancelAsync();
            await running.ContinueWith(_ => { }, TaskScheduler.Default);

            Assert.Null(pipeline.AnswerAtOnce(request, s_patient));
        }
    }

    [Fact]
    public async Task A_name_that_the_file_does_not_know_is_shown_where_the_compiler_knows_it()
    {
        CompletionAnswer beside = await CompleteAsync("cart.Add(separator);", s_patient, document: Importing);
        CompletionAnswer alone = await CompleteAsync("cart.Add(separator);", s_patient with { Check = false }, document: Importing);

        Assert.Equal((CompletionOutcome.Shown, CompletionOutcome.FilteredUnknownName), (beside.Outcome, alone.Outcome));
    }

    [Fact]
    public async Task A_name_that_nothing_knows_is_held_back_by_the_compiler_too()
    {
        CompletionAnswer answer = await CompleteAsync("cart.Add(terminator);", s_patient, document: Importing);

        Assert.Equal(CompletionOutcome.FilteredBinding, answer.Outcome);
    }

    [Fact]
    public async Task Where_the_compiler_gives_no_answer_the_file_alone_says_which_names_are_made_up()
    {
        CSharpWorkspace workspace = Workspace();
        var silent = new CompilerService(workspace, _ =>
        {
            workspace.Clear();
            return true;
        });

        CompletionAnswer answer = await CompleteAsync("cart.Add(separator);", s_patient, document: Importing, compiler: silent);

        Assert.Equal(CompletionOutcome.FilteredUnknownName, answer.Outcome);
    }

    [Fact]
    public async Task An_answer_that_comes_too_late_is_none()
    {
        using var never = new ManualResetEventSlim();
        var counters = new CompilerCounters();
        var session = new CompilerSession(
            () =>
            {
                never.Wait(TestContext.Current.CancellationToken);
                return null;
            },
            isGuided: false, TimeSpan.Zero, TimeSpan.FromMilliseconds(1), counters, TestContext.Current.CancellationToken);

        SoundPart part = await session.SoundPartAsync(MarkedText.Cursor(Importing), "cart.Add(separator);");
        never.Set();

        Assert.Equal((new SoundPart("cart.Add(separator);", IsKnown: false), 1), (part, counters.ChecksLate));
    }

    private static CompilerService Compiler() => new(Workspace());

    private static CSharpWorkspace Workspace()
    {
        var workspace = new CSharpWorkspace();
        workspace.Load(
            [
                new RepositoryText("src/Cart.cs", "public class Cart { public void Add(string item) { } }"),
                new RepositoryText("src/Texts.cs", "public static class Texts { public const string separator = \",\"; }"),
            ],
            [],
            CancellationToken.None);
        return workspace;
    }

    private static Task<CompletionAnswer> CompleteAsync(
        string said, CompletionSettings settings, bool wholeBlock = false, string document = Document, CompilerService? compiler = null) =>
        new CompletionPipeline(compiler ?? s_compiler).CompleteAsync(
            MarkedText.Request(document, wholeBlock ? CompletionTrigger.Invoked : CompletionTrigger.Automatic),
            settings,
            ModelState.Ready(ScriptedModel.Saying(said)),
            TestContext.Current.CancellationToken);
}
