using System.Text.Json;
using System.Text.Json.Nodes;
using Fathom.Backends;
using Fathom.Completion;
using Fathom.Completion.Tests;
using Fathom.Server.Configuration;

namespace Fathom.Server.Tests;

public sealed class SettingsTests
{
    [Theory]
    [InlineData("""{"confidence":"quiet","maxLines":3,"exclude":["a/**"]}""")]
    [InlineData("""{"fathom":{"confidence":"quiet","maxLines":3,"exclude":["a/**"]},"other":1}""")]
    public void Settings_are_read_with_and_without_their_section(string json)
    {
        (ServerSettings settings, IReadOnlyList<string> warnings) = SettingsReader.Read(JsonElement.Parse(json));

        Assert.Empty(warnings);
        Assert.Equal(ConfidenceLevel.Quiet, settings.Completion.Confidence);
        Assert.Equal(3, settings.Completion.MaximumLines);
        Assert.Equal(["a/**"], settings.Completion.Exclude);
        Assert.Equal(CompletionSettings.Default.MaximumTokens, settings.Completion.MaximumTokens);
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"repositoryCache":false}""", false)]
    public void The_cache_is_on_until_it_is_switched_off(string json, bool expected) =>
        Assert.Equal(expected, SettingsReader.Read(JsonElement.Parse(json)).Settings.HasRepositoryCache);

    [Theory]
    [InlineData("{}", false, true)]
    [InlineData("""{"guidance":true,"check":false}""", true, false)]
    public void The_compiler_checks_and_guides_only_where_it_is_asked_to(string json, bool guides, bool checks)
    {
        CompletionSettings settings = SettingsReader.Read(JsonElement.Parse(json)).Settings.Completion;

        Assert.Equal((guides, checks), (settings.Guidance, settings.Check));
    }

    [Theory]
    [InlineData("""{"maxLines":0}""", "The setting fathom.maxLines has to be a whole number from 1 to 100; its default is used.")]
    [InlineData("""{"confidence":"bold"}""", "The setting fathom.confidence has to be \"eager\", \"balanced\" or \"quiet\"; its default is used.")]
    [InlineData("""{"trigger":"never"}""", "The setting fathom.trigger has to be \"automatic\" or \"manual\"; its default is used.")]
    [InlineData("""{"debounceMs":2001}""", "The setting fathom.debounceMs has to be \"auto\" or a whole number from 0 to 2000; its default is used.")]
    [InlineData("""{"completionItems":"no"}""", "The setting fathom.completionItems has to be \"auto\", true or false; its default is used.")]
    [InlineData("""{"enabled":"yes"}""", "The setting fathom.enabled has to be true or false; its default is used.")]
    public void A_value_that_cannot_be_used_gets_its_default_and_one_sentence(string json, string warning)
    {
        (ServerSettings settings, IReadOnlyList<string> warnings) = SettingsReader.Read(JsonElement.Parse(json));

        Assert.Equal([warning], warnings);
        Assert.Equal(CompletionSettings.Default, settings.Completion with { DisabledLanguages = CompletionSettings.Default.DisabledLanguages });
    }

    [Fact]
    public void A_pattern_that_cannot_be_used_is_left_out_with_one_sentence_and_the_others_stay()
    {
        (ServerSettings settings, IReadOnlyList<string> warnings) = SettingsReader.Read(JsonElement.Parse(
            """{"exclude":["**/*.Designer.cs","src/../generated/**","docs/**"]}"""));

        Assert.Equal(["The setting fathom.exclude has the pattern \"src/../generated/**\", which cannot be used (\"..\" can only begin one); it is left out."], warnings);
        Assert.Equal(["**/*.Designer.cs", "docs/**"], settings.Completion.Exclude);
    }

    [Fact]
    public async Task A_pattern_that_cannot_be_used_keeps_no_document_from_completion_and_no_question_from_its_answer()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"), """{"exclude":["src/../generated/**","docs/**"]}""");
        client.Open("file:///w/A.cs", "int x = ");

        JsonObject answer = await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters("file:///w/A.cs", 0, 8));
        JsonObject status = await client.RequestAsync("fathom/status", """{"textDocument":{"uri":"file:///w/A.cs"}}""");

        Assert.Single(answer["result"]!["items"]!.AsArray());
        Assert.Equal("Normal", status["result"]!["kind"]!.ToString());
    }

    [Theory]
    [InlineData("""{"backend":{"kind":"deepsek","key":"sk-1"}}""", "The setting fathom.backend.kind has to be one of embedded, deepseek, llama.cpp, openai, ollama; its default is used.")]
    [InlineData("""{"backend":"ollama"}""", "The setting fathom.backend has to be an object with a kind; its default is used.")]
    public void A_back_end_that_cannot_be_used_leaves_everything_in_this_process(string json, string warning)
    {
        (ServerSettings settings, IReadOnlyList<string> warnings) = SettingsReader.Read(JsonElement.Parse(json));

        Assert.Equal([warning], warnings);
        Assert.Null(settings.Backend);
    }

    [Fact]
    public void A_back_end_is_read_and_gets_more_time()
    {
        (ServerSettings settings, IReadOnlyList<string> warnings) = SettingsReader.Read(JsonElement.Parse(
            """{"backend":{"kind":"llama.cpp","url":"http://localhost:9931","model":"m","key":"sk-1","contextTokens":12,"fim":"qwen"}}"""));

        Assert.Equal(["The setting fathom.backend.contextTokens has to be a whole number from 256 to 1000000; its default is used."], warnings);
        Assert.Equal(new BackendChoice(BackendKind.LlamaCpp, "http://localhost:9931", "m", new BackendKey("sk-1"), Fim: "qwen"), settings.Backend);
        Assert.Equal(3000, settings.Completion.TimeBudgetMilliseconds);
    }

    [Fact]
    public async Task Pushed_settings_apply_at_once_and_wrong_ones_are_logged()
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"));
        client.Open("file:///w/A.cs", "int x = ");

        client.Notify("workspace/didChangeConfiguration", """{"settings":{"fathom":{"enabled":false,"maxLines":-1}}}""");
        JsonObject logged = await client.ReadUntilAsync(message => message["method"]?.ToString() == "window/logMessage");
        JsonObject answer = await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters("file:///w/A.cs", 0, 8));

        Assert.Equal(2, logged["params"]!["type"]!.GetValue<int>());
        Assert.Empty(answer["result"]!["items"]!.AsArray());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("""{"fathom":null}""")]
    [InlineData("""{"fathom":{"confidence":"eager"}}""")]
    public async Task What_was_given_at_the_start_stands_where_later_settings_name_no_value(string pushed)
    {
        await using TestClient client = await TestClient.StartAsync(ScriptedModel.Saying("1;"), """{"enabled":false}""");
        client.Open("file:///w/A.cs", "int x = ");

        client.Notify("workspace/didChangeConfiguration", $$"""{"settings":{{pushed}}}""");
        JsonObject before = await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters("file:///w/A.cs", 0, 8));
        client.Notify("workspace/didChangeConfiguration", """{"settings":{"fathom":{"enabled":true}}}""");
        JsonObject after = await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters("file:///w/A.cs", 0, 8));

        Assert.Equal((0, 1), (before["result"]!["items"]!.AsArray().Count, after["result"]!["items"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_client_that_can_be_asked_is_asked()
    {
        await using var client = new TestClient(_ => ScriptedModel.Saying("1;"));
        await client.RequestAsync("initialize", """{"processId":null,"rootUri":null,"capabilities":{"workspace":{"configuration":true}}}""");
        client.Notify("initialized", "{}");

        JsonObject asked = await client.ReadUntilAsync(message => message["method"]?.ToString() == "workspace/configuration");
        Assert.Equal("fathom", asked["params"]!["items"]![0]!["section"]!.ToString());
        client.SendBody($$$"""{"jsonrpc":"2.0","id":{{{asked["id"]!.ToJsonString()}}},"result":[{"maxTokens":"many"}]}""");

        JsonObject logged = await client.ReadUntilAsync(message => message["method"]?.ToString() == "window/logMessage");
        Assert.Contains("fathom.maxTokens", logged["params"]!["message"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_to_an_older_question_does_not_undo_a_newer_one()
    {
        await using var client = new TestClient(_ => ScriptedModel.Saying("1;"));
        await client.RequestAsync("initialize", """{"processId":null,"rootUri":null,"capabilities":{"workspace":{"configuration":true}}}""");
        client.Notify("initialized", "{}");
        JsonObject first = await client.ReadUntilAsync(message => message["method"]?.ToString() == "workspace/configuration");
        client.Notify("workspace/didChangeConfiguration", """{"settings":null}""");
        JsonObject second = await client.ReadUntilAsync(message => message["method"]?.ToString() == "workspace/configuration" && message != first);

        Answer(second, "maxTokens");
        await client.ReadUntilAsync(message => message["method"]?.ToString() == "window/logMessage");
        Answer(first, "maxLines");
        await client.RequestAsync("fathom/status", "{}");

        Assert.DoesNotContain(client.Received, message => message.ToJsonString().Contains("fathom.maxLines", StringComparison.Ordinal));

        void Answer(JsonObject question, string setting) =>
            client.SendBody($$$"""{"jsonrpc":"2.0","id":{{{question["id"]!.ToJsonString()}}},"result":[{"{{{setting}}}":"many"}]}""");
    }
}
