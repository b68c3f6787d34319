using System.Diagnostics;
using System.Globalization;
using Fathom.Inference;
using Fathom.Inference.Execution;
using Fathom.Operators.Sequences;

namespace Fathom.Benchmarks.Models;

/// <summary>
/// What a run over several drafted tokens costs beside one over a single token, and from that how often a draft from a layer of its own (a multi-token
/// prediction head, which is one more layer and the output matrix) would have to be right to pay for itself. The best of several rounds.
/// </summary>
internal static class RowsAtOnce
{
    private const int Rounds = 7;
    private const int PromptTokens = 768;
    private const int Runs = 64;

    /// <summary>Measures the model in <paramref name="folder"/> with one thread and prints a table in Markdown.</summary>
    public static void Print(string folder)
    {
        using LanguageModel model = LanguageModel.Load(folder, new LanguageModelOptions { Threads = 1 });
        Console.WriteLine();
        Console.WriteLine("| tokens in a run, one thread | time of a run | for a token more |");
        Console.WriteLine("| ---: | ---: | ---: |");
        double one = Measure(model, 1);
        foreach (int rows in (int[])[1, 2, 4, 8])
        {
            double time = rows == 1 ? one : Measure(model, rows);
            string more = rows == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"{(time - one) / (rows - 1) * 1e6:F0} µs");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rows} | {time * 1e6:F0} µs | {more} |"));
        }

        double layer = one / model.Configuration.Layers.Count;
        double row = Measure(model, 2) - one;
        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"A drafting layer at {layer * 1e6:F0} µs, its output matrix not counted, and {row * 1e6:F0} µs to check its token pay when {(layer + row) / one:P0} of the drafts are right."));
    }

    private static double Measure(LanguageModel model, int rows)
    {
        int[] tokens = [.. Enumerable.Range(0, PromptTokens).Select(i => 16 + ((i * 7919) % (model.Configuration.VocabularySize - 16)))];
        double best = double.MaxValue;
        for (int round = 0; round < Rounds; round++)
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
