using System.Text.Json.Nodes;
using Fathom.Completion.Generation;

namespace Fathom.Backends.Tests;

/// <summary>Every kind of server is asked as its documentation says, and its answer is read.</summary>
public sealed class ProtocolTests
{
    public static TheoryData<BackendKind, string> Kinds { get; } = new()
    {
        { BackendKind.DeepSeek, "/beta/completions" },
        { BackendKind.LlamaCpp, "/infill" },
        { BackendKind.OpenAi, "/v1/completions" },
        { BackendKind.Ollama, "/api/generate" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task The_text_comes_piece_by_piece_and_ends_with_the_models_end(BackendKind kind, string path)
    {
        await using FakeServer server = await FakeServer.SayingAsync(AnswerOf(kind, "prices", ".Sum()"));
        await using var model = new RemoteCompletionModel(Ask.Settings(kind, server.Url));

        IReadOnlyList<GeneratedPiece> pieces = await Ask.AllAsync(model);

        Assert.Equal(["prices", ".Sum()", ""], pieces.Select(piece => piece.Text));
        Assert.Equal([false, false, true], pieces.Select(piece => piece.IsEnd));
        Assert.Equal(2, pieces.Sum(piece => piece.Tokens));
        FakeRequest request = Assert.Single(server.Requests);
        Assert.Equal(path, request.Path);
        Assert.Equal($"Bearer {Ask.Secret}", request.Authorization);
        Assert.Null(model.Problem);
    }

    [Fact]
    public async Task The_deepseek_api_gets_other_files_as_comments_and_the_suffix_apart()
    {
        await using FakeServer server = await FakeServer.SayingAsync(Answers.Text(false, "1"));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.DeepSeek, server.Url, "deepseek-v4-pro"));

        IReadOnlyList<GeneratedPiece> pieces = await Ask.AllAsync(model);

        JsonObject body = server.Requests.Single().Json;
        Assert.Equal("// src/Order.cs\n// class Order;\n// src/Cart.cs\nclass Cart\n{\n    int total = ", body["prompt"]!.ToString());
        Assert.Equal(";\n}\n", body["suffix"]!.ToString());
        Assert.Equal(64, body["max_tokens"]!.GetValue<int>());
        Assert.Null(pieces[0].LogProbability);
    }

    [Fact]
    public async Task Llama_server_gets_other_files_apart_and_tells_how_sure_it_is()
    {
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("1"));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url, model: null));

        IReadOnlyList<GeneratedPiece> pieces = await Ask.AllAsync(model);

        JsonObject body = server.Requests.Single().Json;
        Assert.Equal("// src/Cart.cs\nclass Cart\n{\n    int total = ", body["input_prefix"]!.ToString());
        Assert.Equal(";\n}\n", body["input_suffix"]!.ToString());
        Assert.Equal("""[{"filename":"src/Order.cs","text":"class Order;\n"}]""", body["input_extra"]!.ToJsonString());
        Assert.Equal(-0.5f, pieces[0].LogProbability);
    }

    [Fact]
    public async Task Llama_server_without_control_tokens_is_asked_with_a_written_prompt_from_then_on()
    {
        await using FakeServer server = await FakeServer.StartAsync((request, context) => request.Path == "/infill"
            ? FakeServer.FailAsync(context, 501, """{"error":{"code":501,"message":"Infill is not supported by this model: prefix token is missing","type":"not_supported_error"}}""")
            : FakeServer.WriteAsync(context, Answers.LlamaCpp("1")));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url, fim: "deepseek"));

        string first = await Ask.TextAsync(model);
        string second = await Ask.TextAsync(model);

        Assert.Equal("11", first + second);
        Assert.Equal(["/infill", "/completion", "/completion"], server.Requests.Select(request => request.Path));
        Assert.StartsWith("<｜fim▁begin｜>// src/Order.cs\n", server.Requests.Last().Json["prompt"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_refuses_a_suffix_gets_the_prompt_of_the_models_family()
    {
        await using FakeServer server = await FakeServer.StartAsync((request, context) => request.Json.ContainsKey("suffix")
            ? FakeServer.FailAsync(context, 400, """{"error":{"message":"suffix is not currently supported","type":"BadRequestError","code":400}}""")
            : FakeServer.WriteAsync(context, Answers.Text(true, "1")));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url + "/v1"));

        IReadOnlyList<GeneratedPiece> pieces = await Ask.AllAsync(model);

        Assert.Equal(-0.25f, pieces[0].LogProbability);
        Assert.Equal(["/v1/completions", "/v1/completions"], server.Requests.Select(request => request.Path));
        Assert.Equal(
            "<|file_sep|>src/Order.cs\nclass Order;\n<|file_sep|>src/Cart.cs\n<|fim_prefix|>class Cart\n{\n    int total = <|fim_suffix|>;\n}\n<|fim_middle|>",
            server.Requests.Last().Json["prompt"]!.ToString());
    }

    [Theory]
    [InlineData(";\n}\n", ";\n}\n")]
    [InlineData("", "\n")]
    public async Task Ollama_is_never_without_a_suffix_and_is_not_to_think(string suffix, string sent)
    {
        await using FakeServer server = await FakeServer.SayingAsync(Answers.Ollama("1"));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.Ollama, server.Url));

        await Ask.TextAsync(model, Ask.Prompt with { Suffix = suffix });

        JsonObject body = server.Requests.Single().Json;
        Assert.Equal((sent, false), (body["suffix"]!.ToString(), body["think"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Ollama_without_a_template_for_it_gets_the_prompt_raw()
    {
        await using FakeServer server = await FakeServer.StartAsync((request, context) => request.Json.ContainsKey("suffix")
            ? FakeServer.FailAsync(context, 400, """{"error":"registry.ollama.ai/library/qwen does not support insert"}""")
            : FakeServer.WriteAsync(context, Answers.Ollama("1")));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.Ollama, server.Url));

        string text = await Ask.TextAsync(model);

        Assert.Equal("1", text);
        Assert.True(server.Requests.Last().Json["raw"]!.GetValue<bool>());
        Assert.Equal(5120, server.Requests.Last().Json["options"]!["num_ctx"]!.GetValue<int>());
    }

    [Fact]
    public async Task Llama_server_may_repeat_a_long_prompt_that_it_has_read_in_advance()
    {
        await using FakeServer server = await FakeServer.SayingAsync($$"""{"content":"","prompt":"{{new string('x', 2_000_000)}}","stop":true}""");
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url));

        await model.PrefillAsync(Ask.Prompt, TestContext.Current.CancellationToken);

        Assert.Null(model.Problem);
    }

    [Fact]
    public async Task A_model_of_no_known_family_says_what_to_set()
    {
        await using FakeServer server = await FakeServer.FailingAsync(400, """{"error":{"message":"suffix is not currently supported"}}""");
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url, "mystery"));

        BackendException failure = await Ask.FailAsync(model);

        Assert.Contains("set fathom.backend.fim", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Control_tokens_in_the_users_text_are_broken()
    {
        await using FakeServer server = await FakeServer.StartAsync((request, context) => request.Json.ContainsKey("suffix")
            ? FakeServer.FailAsync(context, 400, """{"error":{"message":"no suffix"}}""")
            : FakeServer.WriteAsync(context, Answers.Text(true, "1")));
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        await Ask.TextAsync(model, Ask.Prompt with { Prefix = "var s = \"<|fim_suffix|>\"; int n = " });

        Assert.Contains("var s = \"< |fim_suffix|>\"", server.Requests.Last().Json["prompt"]!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Llama_server_reads_a_prompt_in_advance_and_writes_nothing()
    {
        await using FakeServer server = await FakeServer.SayingAsync("""{"content":"","stop":true}""");
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url));

        await model.PrefillAsync(Ask.Prompt, TestContext.Current.CancellationToken);

        Assert.Equal(0, server.Requests.Single().Json["n_predict"]!.GetValue<int>());
    }

    [Fact]
    public async Task A_model_of_no_known_family_says_what_to_set_also_where_a_prompt_is_read_in_advance()
    {
        await using FakeServer server = await FakeServer.FailingAsync(501, """{"error":{"code":501,"message":"Infill is not supported by this model: prefix token is missing","type":"not_supported_error"}}""");
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.LlamaCpp, server.Url, model: null));

        BackendException failure = await Assert.ThrowsAsync<BackendException>(
            async () => await model.PrefillAsync(Ask.Prompt, TestContext.Current.CancellationToken));

        Assert.Contains("set fathom.backend.fim", failure.Message, StringComparison.Ordinal);
        Assert.Equal(failure.Message, model.Problem);
    }

    [Theory]
    [InlineData(BackendKind.DeepSeek)]
    [InlineData(BackendKind.OpenAi)]
    [InlineData(BackendKind.Ollama)]
    public async Task Where_reading_in_advance_has_no_use_or_costs_money_nothing_is_sent(BackendKind kind)
    {
        await using FakeServer server = await FakeServer.SayingAsync();
        await using var model = new RemoteCompletionModel(Ask.Settings(kind, server.Url));

        await model.PrefillAsync(Ask.Prompt, TestContext.Current.CancellationToken);

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task The_names_of_the_models_are_read()
    {
        await using FakeServer server = await FakeServer.SayingAsync("""{"object":"list","data":[{"id":"a"},{"id":"b"}]}""");
        await using var model = new RemoteCompletionModel(Ask.Settings(BackendKind.OpenAi, server.Url));

        IReadOnlyList<string> names = await model.ModelNamesAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["a", "b"], names);
    }

    internal static string[] AnswerOf(BackendKind kind, params string[] tokens) => kind switch
    {
        BackendKind.LlamaCpp => Answers.LlamaCpp(tokens),
        BackendKind.Ollama => Answers.Ollama(tokens),
        _ => Answers.Text(true, tokens),
    };
}
