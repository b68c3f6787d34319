using System.CommandLine;
using System.Globalization;
using Fathom.Inference.Verification;
using Spectre.Console;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom model verify</c>: replays expected outputs against an exported model.</summary>
internal static class VerifyModelCommand
{
    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Folder of an exported model.", Required = true, HelpName = "DIR" };
        var expected = new Option<string>("--expected") { Description = "Safetensors file with input_ids, prefill_logits, decoded_ids and decode_logits.", Required = true, HelpName = "FILE" };
        var tolerance = new Option<float>("--tolerance") { Description = "Largest difference of a logit that passes.", DefaultValueFactory = _ => 1e-3f, HelpName = "DIFFERENCE" };
        var command = new Command("verify", "Compare a model's logits with expected ones; exit code 1 when they differ.") { model, expected, tolerance };
        command.SetAction(result => Run(result.GetRequiredValue(model), result.GetRequiredValue(expected), result.GetValue(tolerance)));
        return command;
    }

    private static int Run(string model, string expected, float tolerance)
    {
        VerificationResult result = ModelVerification.Run(model, expected, tolerance);
        Table table = new Table().AddColumns("tensor", "largest difference", "row", "column", "");
        Add(table, result.Prefill, tolerance);
        Add(table, result.Decode, tolerance);
        foreach (LargestDifference hidden in result.Hidden)
        {
            Add(table, hidden, tolerance);
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"greedy ids {(result.GreedyIdsAgree ? "agree" : "differ")}");
        AnsiConsole.WriteLine(result.Passed ? "passed" : string.Create(CultureInfo.InvariantCulture, $"failed: tolerance is {tolerance:G3}"));
        return result.Passed ? 0 : 1;
    }

    private static void Add(Table table, LargestDifference difference, float tolerance) => table.AddRow(
        difference.Tensor,
        difference.Value.ToString("G3", CultureInfo.InvariantCulture),
        difference.Row.ToString(CultureInfo.InvariantCulture),
        difference.Column.ToString(CultureInfo.InvariantCulture),
        difference.IsWithin(tolerance) ? "" : "above the tolerance");
}
