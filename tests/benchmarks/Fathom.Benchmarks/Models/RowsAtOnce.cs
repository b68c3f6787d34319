using System.Diagnostics;
using System.Globalization;
using Fathom.Inference;
using Fathom.Inference.Execution;
using Fathom.OnnxExport;
using Fathom.Operators.Sequences;

namespace Fathom.Benchmarks.Models;

/// <summary>
/// What a run over several drafted tokens costs beside one over a single token, and from that how often a draft from a layer of its own (a multi-token
/// prediction head, which is one more layer and the output matrix once more) would have to be right to pay for itself. The best of several rounds.
/// </summary>
internal static class RowsAtOnce
{
    private const int Runs = 64;

    /// <summary>Measures the model in <paramref name="folder"/> with one thread and prints a table in Markdown.</summary>
    public static void Print(string folder, ModelSummary summary)
    {
        using LanguageModel model = LanguageModel.Load(folder, new LanguageModelOptions { Threads = 1 });
        Console.WriteLine();
        Console.WriteLine("| tokens in a run, one thread | time of a run | for a token more |");
        Console.WriteLine("| ---: | ---: | ---: |");
        double one = Measure(model, 1);
        double two = Measure(model, 2);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| 1 | {one * 1e6:F0} µs | |"));
        foreach ((int rows, double time) in ((int, double)[])[(2, two), (4, Measure(model, 4)), (8, Measure(model, 8))])
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rows} | {time * 1e6:F0} µs | {(time - one) / (rows - 1) * 1e6:F0} µs |"));
        }

        double head = one * summary.Parts.Single(part => part.Part == ModelPart.Head).BytesPerToken / summary.BytesPerToken;
        double layer = (one - head) / model.Configuration.Layers.Count;
        double row = two - one;
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"A draft costs a layer of {layer * 1e6:F0} µs and the output matrix, {head * 1e6:F0} µs by its share of the bytes; to check it costs {row * 1e6:F0} µs. That pays when {(layer + head + row) / one:P0} of the drafts are right."));
    }

    private static double Measure(LanguageModel model, int rows)
    {
        int[] tokens = ModelThroughput.Prompt(model);
        double best = double.MaxValue;
        for (int round = 0; round < ModelThroughput.Rounds; round++)
        {
            using Sequence sequence = Sequence.Create();
            model.Prefill(sequence, tokens);
            long start = Stopwatch.GetTimestamp();
            for (int run = 0; run < Runs; run++)
            {
                model.Forward([new SequenceTokens(sequence, tokens.AsMemory(run, rows), AllRows: true)]);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / Runs);
        }

        return best;
    }
}
