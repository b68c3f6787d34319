using System.Diagnostics;
using System.Globalization;
using Fathom.Inference;
using Fathom.Inference.Execution;
using Fathom.OnnxExport;
using Fathom.Operators.Sequences;

namespace Fathom.Benchmarks.Models;

/// <summary>
/// Prefill and decode of an exported model at 1 and 2 threads, beside the rate at which the same threads merely read as many bytes as a token's weights.
/// Each figure is the best of several rounds, so that a busy moment of the machine does not count.
/// </summary>
internal static class ModelThroughput
{
    /// <summary>How often each thing is measured; the best counts.</summary>
    public const int Rounds = 7;

    private const int PromptTokens = 768;
    private const int DecodedTokens = 128;

    /// <summary>Measures the model in <paramref name="folder"/> and prints a table in Markdown.</summary>
    public static int Run(string folder)
    {
        ModelSummary summary = ModelSummary.Read(folder);
        Console.WriteLine($"{Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))} ({summary.Weights}): {summary.BytesPerToken / 1e6:F2} MB of weights a token, "
            + $"prompt of {PromptTokens} tokens, {DecodedTokens} decoded after it, best of {Rounds} rounds");
        Console.WriteLine();
        Console.WriteLine("| threads | prefill tok/s | decode tok/s | weights touched | merely reading as many bytes | share |");
        Console.WriteLine("| ---: | ---: | ---: | ---: | ---: | ---: |");
        foreach (int threads in (int[])[1, 2])
        {
            (double prefill, double decode) = Measure(folder, threads);
            double touched = decode * summary.BytesPerToken;
            double reading = new MereReading((int)summary.BytesPerToken, threads).BytesPerSecond(Rounds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {threads} | {prefill:N0} | {decode:N0} | {touched / 1e9:F1} GB/s | {reading / 1e9:F1} GB/s | {touched / reading:P0} |"));
        }

        RowsAtOnce.Print(folder, summary);
        return 0;
    }

    /// <summary>Tokens of the whole vocabulary, the same each time.</summary>
    public static int[] Prompt(LanguageModel model) => [.. Enumerable.Range(0, PromptTokens).Select(i => 16 + ((i * 7919) % (model.Configuration.VocabularySize - 16)))];

    private static (double Prefill, double Decode) Measure(string folder, int threads)
    {
        using LanguageModel model = LanguageModel.Load(folder, new LanguageModelOptions { Threads = threads });
        int[] prompt = Prompt(model);
        double prefill = 0;
        double decode = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using Sequence sequence = Sequence.Create();
            long start = Stopwatch.GetTimestamp();
            model.Prefill(sequence, prompt);
            prefill = Math.Max(prefill, PromptTokens / Stopwatch.GetElapsedTime(start).TotalSeconds);
            start = Stopwatch.GetTimestamp();
            for (int i = 0; i < DecodedTokens; i++)
            {
                model.Decode(sequence, prompt[i]);
            }

            decode = Math.Max(decode, DecodedTokens / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return (prefill, decode);
    }
}
