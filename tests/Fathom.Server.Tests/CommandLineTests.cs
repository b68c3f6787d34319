using System.Diagnostics;
using System.Text.Json.Nodes;
using Fathom.Backends.Tests;
using Fathom.Server.CommandLine;

namespace Fathom.Server.Tests;

/// <summary>Commands as a person types them. They write to the console, so they run one after another.</summary>
[Collection("console")]
public sealed class CommandLineTests
{
    private static readonly string s_root = FindRoot();

    [Theory]
    [InlineData("complete nowhere.cs --at 1:1", "nowhere.cs")]
    [InlineData("complete samples/Shop/Cart.cs --at 12", "--at has to be LINE:COLUMN")]
    [InlineData("complete samples/Shop/Cart.cs --at 0:1", "--at has to be LINE:COLUMN")]
    [InlineData("complete samples/Shop/Cart.cs --at 9999:1", "--at names line 9999")]
    [InlineData("complete samples/Shop/Cart.cs --at 1:1 --model samples", "holds no model.onnx")]
    [InlineData("context samples/Shop/Cart.cs --at 9999:1", "--at names line 9999")]
    [InlineData("index nowhere", "There is no folder nowhere")]
    [InlineData("search $x --repository samples", "The pattern '$x' fits everything")]
    [InlineData("search F($x) --where y=int --repository samples", "names a placeholder that the pattern has not")]
    [InlineData("search F($x) --repository tests/data/nowhere", "There is no folder")]
    [InlineData("replace F($a) G($b) --repository samples", "which the pattern has not; it has $a")]
    [InlineData("edit modernise --repository samples", "too small to plan an edit; name one that runs elsewhere with --backend")]
    [InlineData("rename samples/Shop/Cart.cs Basket --at 9999:1", "--at names line 9999")]
    [InlineData("rename samples/Shop/Cart.cs Basket --at 1:999", "--at names column 999")]
    [InlineData("rename samples/Shop/Cart.cs @class1@ --at 1:1 --repository samples", "'@class1@' is no name in C#")]
    [InlineData("rename samples/Shop/Cart.cs 1x --at 1:1 --repository samples", "'1x' is no name in C#")]
    [InlineData("export samples nowhere", "config.json")]
    [InlineData("model show samples", "model.onnx")]
    [InlineData("serve --threads -1", "--threads has to be from 0 to 256")]
    [InlineData("complete samples/Shop/Cart.cs --at 1:1 --backend openai --model m", "needs an address; set fathom.backend.url")]
    [InlineData("serve --backend nowhere", "--backend has to be one of embedded, deepseek, llama.cpp, openai, ollama")]
    [InlineData("backend check --backend llama.cpp --url http://127.0.0.1:1", "Nothing listens at 127.0.0.1:1")]
    [InlineData("unknown", "fathom --help")]
    public async Task Mistakes_end_with_one_sentence_and_code_1(string line, string expected)
    {
        (int code, _, string errors) = await Run(line);

        Assert.Equal(1, code);
        Assert.Contains(expected, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_nobody_expected_ends_with_one_sentence_and_code_1()
    {
        (int code, _, string errors) = await CommandLines.RunAsync(() => FathomCommand.EndInOneSentenceAsync(() => throw new InvalidOperationException("first\nsecond")));

        Assert.Equal((1, "fathom: a fault of Fathom itself ended the command, please report it: InvalidOperationException, first second"), (code, errors.TrimEnd()));
    }

    [Fact]
    public async Task Search_lists_places_in_one_line_each()
    {
        (int code, string output, string errors) = await Run("search $list.Add($item) --repository samples");

        Assert.Equal(0, code);
        Assert.Matches(@"^(\S+\.cs:\d+:\d+: .*\.Add\(.*\)\n)+$", output);
        Assert.Matches(@"^\d+ places in \d+ files\.", errors);
    }

    [Fact]
    public async Task Replace_shows_a_diff_writes_when_told_and_refuses_what_would_not_compile()
    {
        string folder = Directory.CreateTempSubdirectory("fathom-replace-").FullName;
        string file = Path.Combine(folder, "A.cs");
        const string before = "class A { int F() => System.Math.Max(1, 2); }\n";
        await File.WriteAllTextAsync(file, before, TestContext.Current.CancellationToken);

        (int code, string output, string errors) shown = await Run($"replace System.Math.Max($a,$b) System.Math.Min($b,$a) --repository {folder}");
        string untouched = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        (int code, string output, string errors) refused = await Run($"replace System.Math.Max($a,$b) System.Math.No($a) --apply --repository {folder}");
        string refusedText = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        (int code, string output, string errors) written = await Run($"replace System.Math.Max($a,$b) System.Math.Min($b,$a) --apply --repository {folder}");
        string after = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);

        Assert.Equal((0, before), (shown.code, untouched));
        Assert.EndsWith("-class A { int F() => System.Math.Max(1, 2); }\n+class A { int F() => System.Math.Min(2,1); }\n", shown.output, StringComparison.Ordinal);
        Assert.Contains("1 place in 1 file; compiles as before. With --apply it is written.", shown.errors, StringComparison.Ordinal);
        Assert.Equal((1, before), (refused.code, refusedText));
        Assert.Contains("A.cs(1,34): new error CS0117", refused.errors, StringComparison.Ordinal);
        Assert.Contains("not written: it would bring 1 new error", refused.errors, StringComparison.Ordinal);
        Assert.Equal((0, "class A { int F() => System.Math.Min(2,1); }\n"), (written.code, after));
    }

    [Fact]
    public async Task Replace_writes_what_would_not_compile_where_that_is_meant()
    {
        string folder = Directory.CreateTempSubdirectory("fathom-replace-").FullName;
        string file = Path.Combine(folder, "A.cs");
        await File.WriteAllTextAsync(file, "class A { int F() => System.Math.Max(1, 2); }\n", TestContext.Current.CancellationToken);

        (int code, _, string errors) = await Run($"replace System.Math.Max($a,$b) System.Math.No($a) --apply --even-so --repository {folder}");
        string after = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        Directory.Delete(folder, recursive: true);

        Assert.Equal((0, "class A { int F() => System.Math.No(1); }\n"), (code, after));
        Assert.Contains("1 place in 1 file, written; would bring 1 new error.", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rename_shows_a_diff_and_writes_when_told()
    {
        string folder = Directory.CreateTempSubdirectory("fathom-rename-").FullName;
        string cart = Path.Combine(folder, "Cart.cs");
        string shop = Path.Combine(folder, "Shop.cs");
        await File.WriteAllTextAsync(cart, "class Cart { }\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(shop, "class Shop { Cart Cart() => new Cart(); }\n", TestContext.Current.CancellationToken);

        (int code, string output, string errors) shown = await Run($"rename {cart} Basket --at 1:7 --repository {folder}");
        string untouched = await File.ReadAllTextAsync(shop, TestContext.Current.CancellationToken);
        (int code, string output, string errors) written = await Run($"rename {cart} Basket --at 1:7 --apply --repository {folder}");
        string after = await File.ReadAllTextAsync(shop, TestContext.Current.CancellationToken);
        string[] left = [.. Directory.GetFiles(folder).Select(each => Path.GetFileName(each)).Order(StringComparer.Ordinal)];
        Directory.Delete(folder, recursive: true);

        Assert.Equal((0, "class Shop { Cart Cart() => new Cart(); }\n"), (shown.code, untouched));
        Assert.Contains("-class Shop { Cart Cart() => new Cart(); }\n+class Shop { Basket Cart() => new Basket(); }\n", shown.output, StringComparison.Ordinal);
        Assert.Contains("compiles as before. With --apply it is written.", shown.errors, StringComparison.Ordinal);
        Assert.Equal((0, "class Shop { Basket Cart() => new Basket(); }\n"), (written.code, after));
        Assert.Contains("written; compiles as before.", written.errors, StringComparison.Ordinal);
        Assert.Equal(["Basket.cs", "Shop.cs"], left);
    }

    [Fact]
    public async Task Context_shows_the_pieces_that_a_model_reads_and_why()
    {
        string folder = Directory.CreateTempSubdirectory("fathom-context-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Order.cs"), "public class Order { public int Number { get; } }\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "A.cs"), "class A { void M(Order order) { int n = order. } }\n", TestContext.Current.CancellationToken);

        (int code, string output, string errors) = await Run($"context {folder}/A.cs --at 1:47 --repository {folder}");
        Directory.Delete(folder, recursive: true);

        Assert.Equal((0, ""), (code, errors));
        Assert.Matches(@"(?s)^--- Order\.cs: .+ \(Receiver, \d+ tokens\)\n.*public int Number.*\n--- \d+ pieces, \d+ of \d+ tokens\n$", output);
    }

    [Fact]
    public async Task Index_tells_what_it_has_read_and_reads_only_what_has_changed()
    {
        string folder = Directory.CreateTempSubdirectory("fathom-index-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "A.cs"), "class A { }\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "B.cs"), "class B { }\nclass C { }\n", TestContext.Current.CancellationToken);

        (int code, string output, string errors) first = await Run($"index {folder}");
        await File.WriteAllTextAsync(Path.Combine(folder, "A.cs"), "class A { int X; }\nclass D { }\n", TestContext.Current.CancellationToken);
        (int code, string output, string errors) second = await Run($"index {folder}");
        Directory.Delete(folder, recursive: true);

        Assert.Equal((0, "", 0, ""), (first.code, first.errors, second.code, second.errors));
        Assert.Matches(@"^2 files, 3 lines, 3 C# types\n2 read, 0 removed, 0 unchanged in \d+\.\d s\n", first.output);
        Assert.Matches(@"^2 files, 4 lines, 4 C# types\n1 read, 0 removed, 1 unchanged in \d+\.\d s\n", second.output);
        Assert.Contains(Path.Combine(Environment.GetEnvironmentVariable("XDG_CACHE_HOME")!, "fathom"), first.output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_shows_what_a_model_elsewhere_has_made_of_the_instruction()
    {
        const string call = """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"replace_code","arguments":"{\"pattern\":\"1\",\"replacement\":\"2\"}"}}]},"finish_reason":"tool_calls"}]}""";
        const string end = """{"choices":[{"delta":{"content":"One is two."},"finish_reason":"stop"}]}""";
        await using FakeServer server = await FakeServer.StartAsync((request, context) => FakeServer.WriteAsync(context, $"data: {(request.Body.Contains("\"tool\"", StringComparison.Ordinal) ? end : call)}\n\n"));
        string folder = Directory.CreateTempSubdirectory("fathom-edit-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "A.cs"), "class A { int F() => 1; }\n", TestContext.Current.CancellationToken);

        (int code, string output, string errors) = await Run($"edit modernise --backend openai --model m --url {server.Url} --repository {folder}");
        Directory.Delete(folder, recursive: true);

        Assert.Equal(0, code);
        Assert.EndsWith("-class A { int F() => 1; }\n+class A { int F() => 2; }\n", output, StringComparison.Ordinal);
        Assert.Equal("· replaced 1 by 2\nmodernise: 1 place in 1 file; compiles as before. With --apply it is written.\nOne is two.\n", errors);
    }

    [Fact]
    public async Task Edit_can_make_files_and_delete_them_and_writes_them_when_told_to()
    {
        const string make = """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c","function":{"name":"create_file","arguments":"{\"path\":\"deep/B.cs\",\"text\":\"class B { }\\n\"}"}}]},"finish_reason":"tool_calls"}]}""";
        const string delete = """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"d","function":{"name":"delete_file","arguments":"{\"path\":\"A.cs\"}"}}]},"finish_reason":"tool_calls"}]}""";
        const string end = """{"choices":[{"delta":{"content":"B is the new A."},"finish_reason":"stop"}]}""";
        await using FakeServer server = await FakeServer.StartAsync((request, context) =>
            FakeServer.WriteAsync(context, $"data: {request.Body.Split("\"tool\"").Length switch { 1 => make, 2 => delete, _ => end }}\n\n"));
        string folder = Directory.CreateTempSubdirectory("fathom-edit-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "A.cs"), "class A { }\n", TestContext.Current.CancellationToken);

        (int code, string output, string errors) = await Run($"edit modernise --backend openai --model m --url {server.Url} --repository {folder} --apply");
        string[] left = [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => $"{Path.GetRelativePath(folder, file)}: {File.ReadAllText(file)}")];
        Directory.Delete(folder, recursive: true);

        Assert.Equal(0, code);
        Assert.Equal(
            """
            diff --git a/A.cs b/A.cs
            deleted file mode 100644
            --- a/A.cs
            +++ /dev/null
            @@ -1,1 +0,0 @@
            -class A { }
            diff --git a/deep/B.cs b/deep/B.cs
            new file mode 100644
            --- /dev/null
            +++ b/deep/B.cs
            @@ -0,0 +1,1 @@
            +class B { }

            """,
            output);
        Assert.Equal("· made deep/B.cs\n· deleted A.cs\nmodernise: 2 places in 2 files, written; compiles as before.\nB is the new A.\n", errors);
        Assert.Equal(["deep/B.cs: class B { }\n"], left);
    }

    [Fact]
    public async Task Complete_shows_what_came_of_a_file_without_text()
    {
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("1;"));
        string folder = Directory.CreateTempSubdirectory("fathom-empty-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Empty.cs"), "", TestContext.Current.CancellationToken);

        (int code, string output, string errors) = await Run($"complete {folder}/Empty.cs --at 1:1 --backend llama.cpp --url {server.Url}");
        Directory.Delete(folder, recursive: true);

        Assert.Equal((0, ""), (code, errors));
        Assert.StartsWith("noContext · 0 tokens", output.TrimStart(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_prints_one_json_object()
    {
        Assert.True(File.Exists(Path.Combine(s_root, "models/fathom-nano/model.onnx")), "models/fathom-nano of this repository is not there");

        (int code, string output, _) = await Run($"complete samples/Shop/Cart.cs --at 15:24 --json --model models/fathom-nano");

        JsonObject answer = JsonNode.Parse(output)!.AsObject();
        Assert.Equal(0, code);
        Assert.Equal(["text", "tokens", "milliseconds", "confidence", "outcome"], answer.Select(member => member.Key));
        Assert.InRange(answer["tokens"]!.GetValue<int>(), 1, 160);
    }

    [Theory]
    [InlineData("samples/Shop/Cart.cs", "Shop/Cart.cs: it is indexed")]
    [InlineData("samples/Shop/bin/Cart.cs", "Shop/bin/Cart.cs: there is no such file")]
    [InlineData("models/fathom-nano/config.json", "it lies outside the folder")]
    public async Task Index_explains_why_a_file_is_read_or_not(string path, string expected)
    {
        (int code, string output, _) = await Run($"index samples --explain {path}");

        Assert.Equal(0, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backend_check_says_what_works()
    {
        await using FakeServer server = await FakeServer.StartAsync((request, context) =>
            request.Path == "/v1/models"
                ? FakeServer.WriteAsync(context, """{"data":[{"id":"tiny\u001b[2J"}]}""")
                : FakeServer.WriteAsync(context, Answers.LlamaCpp("first", " + \u001bsecond")));

        (int code, string output, _) = await Run($"backend check --backend llama.cpp --url {server.Url}");

        Assert.Equal(0, code);
        Assert.Matches(@"^127\.0\.0\.1:\d+ answers \(\d+ ms\); it has tiny\[2J\.", output);
        Assert.Contains("completes: «first + second» (2 tokens", output, StringComparison.Ordinal);
        Assert.Contains("by the server's own means, and tells how sure it is", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_interrupted_says_so_in_one_line()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such signals");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        CancellationToken patience = limit.Token;
        await using FakeServer server = await FakeServer.StartAsync((request, context) => request.Path == "/v1/models"
            ? FakeServer.WriteAsync(context, "{\"data\":[{\"id\":\"tiny\"}]}")
            : Task.Delay(Timeout.Infinite, context.RequestAborted));
        string command = Path.Combine(AppContext.BaseDirectory.Replace("tests/Fathom.Server.Tests", "server/Fathom.Server", StringComparison.Ordinal), "fathom.dll");
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [command, "backend", "check", "--backend", "llama.cpp", "--url", server.Url])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;

        // The first question may be out before the process listens to signals.
        while (server.Requests.All(request => request.Path == "/v1/models") && !process.HasExited)
        {
            await Task.Delay(20, patience);
        }

        using (Process kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
        {
            await kill.WaitForExitAsync(patience);
        }

        string errors = await process.StandardError.ReadToEndAsync(patience);
        await process.WaitForExitAsync(patience);

        Assert.Equal((130, "fathom: interrupted before it was done."), (process.ExitCode, errors.Trim()));
    }

    [Fact]
    public async Task A_file_that_holds_a_secret_is_not_sent()
    {
        await using FakeServer server = await FakeServer.SayingAsync(Answers.LlamaCpp("1;"));
        string folder = Directory.CreateTempSubdirectory("fathom-secret-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "Keys.cs"), "// AKIAABCDEFGHIJKLMNOP\nint x = ", TestContext.Current.CancellationToken);

        (int code, _, string errors) = await Run($"complete {folder}/Keys.cs --at 2:9 --backend llama.cpp --url {server.Url}");
        Directory.Delete(folder, recursive: true);

        Assert.Equal(1, code);
        Assert.Contains("is not sent to a model that runs elsewhere: a private key or an access token stands in it", errors, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    private static Task<(int Code, string Output, string Errors)> Run(string line)
    {
        string[] arguments = [.. line.Split(' ').Select(each => each.StartsWith("samples", StringComparison.Ordinal) || each.StartsWith("models", StringComparison.Ordinal) ? Path.Combine(s_root, each) : each)];
        return CommandLines.RunAsync(() => FathomCommand.RunAsync(arguments));
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Lsp.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests have to run inside the repository.");
    }
}
