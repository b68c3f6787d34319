using System.Text.Json.Nodes;
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
    [InlineData("export samples nowhere", "config.json")]
    [InlineData("model show samples", "model.onnx")]
    [InlineData("serve --threads -1", "--threads has to be from 0 to 256")]
    [InlineData("unknown", "fathom --help")]
    public async Task Mistakes_end_with_one_sentence_and_code_1(string line, string expected)
    {
        (int code, _, string errors) = await Run(line);

        Assert.Equal(1, code);
        Assert.Contains(expected, Assert.Single(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Complete_prints_one_json_object()
    {
        Assert.SkipUnless(File.Exists(Path.Combine(s_root, "models/fathom-nano/model.onnx")), "models/fathom-nano is not there");

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

    private static async Task<(int Code, string Output, string Errors)> Run(string line)
    {
        TextWriter output = Console.Out;
        TextWriter errors = Console.Error;
        using var newOutput = new StringWriter();
        using var newErrors = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newErrors);
        try
        {
            string[] arguments = [.. line.Split(' ').Select(each => each.StartsWith("samples", StringComparison.Ordinal) || each.StartsWith("models", StringComparison.Ordinal) ? Path.Combine(s_root, each) : each)];
            int code = await FathomCommand.RunAsync(arguments);
            return (code, newOutput.ToString(), newErrors.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
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
