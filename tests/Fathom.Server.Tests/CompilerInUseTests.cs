using System.Text.Json.Nodes;
using Fathom.Completion.Tests;

namespace Fathom.Server.Tests;

/// <summary>What the compiler knows while somebody types, seen by a client.</summary>
public sealed class CompilerInUseTests : IDisposable
{
    private const string Order = "public class Order { public int Number; }\n";
    private const string Invoice = "class A { void M(Order order) { int n =  } }";
    private readonly string _folder = Directory.CreateTempSubdirectory("fathom-compiler-").FullName;

    public CompilerInUseTests() => File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(_folder, "workspace")).FullName, "Order.cs"), Order);

    [Fact]
    public async Task What_was_typed_in_another_document_counts_also_where_the_editor_asks_at_every_key_without_a_pause()
    {
        await using TestClient client = await StartAsync("{}");
        client.Open(Uri("Order.cs"), Order);
        await LoggedAsync(client, "compiler ready");
        Assert.Equal("shown", await OutcomeIn(client, "A.cs"));
        client.Notify(
            "textDocument/didChange",
            $$$"""{"textDocument":{"uri":"{{{Uri("Order.cs")}}}","version":2},"contentChanges":[{"text":"public class Order { public int Renamed; }"}]}""");

        // Each is another document: what was shown once is recalled without another look. The first answers may come before the compiler's.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        for (int i = 0; await OutcomeIn(client, $"A{i}.cs") != "filteredBinding"; i++)
        {
            await Task.Delay(20, patience.Token);
        }
    }

    [Theory]
    [InlineData("""{"enabled":false}""")]
    [InlineData("""{"disabledLanguages":["csharp"]}""")]
    [InlineData("""{"exclude":["**"]}""")]
    public async Task Where_nothing_is_completed_nothing_is_read(string options)
    {
        await using TestClient client = await StartAsync(options);
        await using TestClient other = await StartAsync("{}");
        client.Open(Uri("A.cs"), Invoice);
        await client.RequestAsync("fathom/status", "{}");

        // Folders are read in turn in a process: what the first had begun to read would be ready before the second.
        other.Open(Uri("A.cs"), Invoice);
        await LoggedAsync(other, "compiler ready");

        Assert.DoesNotContain(client.Log, line => line.Contains("compiler ready", StringComparison.Ordinal));
    }

    public void Dispose() => Folders.Delete(_folder);

    private static async Task LoggedAsync(TestClient client, string text)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        while (!client.Log.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            await Task.Delay(20, patience.Token);
        }
    }

    private async Task<TestClient> StartAsync(string options)
    {
        var client = new TestClient(_ => ScriptedModel.Saying("order.Number;"), Path.Combine(_folder, "cache"));
        await client.RequestAsync("initialize", $$"""{"processId":null,"rootUri":"{{new Uri(Path.Combine(_folder, "workspace"))}}","capabilities":{},"initializationOptions":{{options}} }""");
        client.Notify("initialized", "{}");
        await client.ReadyAsync();
        return client;
    }

    private async Task<string> OutcomeIn(TestClient client, string name)
    {
        client.Open(Uri(name), Invoice);
        await client.RequestAsync("textDocument/inlineCompletion", TestClient.InlineParameters(Uri(name), 0, Invoice.IndexOf("=  }", StringComparison.Ordinal) + 2));
        JsonObject explained = await client.RequestAsync("fathom/explainLast", "{}");
        return explained["result"]!["requests"]![0]!["outcome"]!.ToString();
    }

    private string Uri(string name) => new Uri(Path.Combine(_folder, "workspace", name)).ToString();
}
