using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Fathom.Completion.Generation;
using Fathom.Completion.Ranking;

namespace Fathom.Completion.Tests;

/// <summary>
/// Stands in for the model, so that what it says and how long it takes are certain: it answers the first call with the first script, and so
/// on (the last one repeats), one piece at a time. What the real model says is tested with the real model.
/// </summary>
internal sealed class ScriptedModel(params string[][] scripts) : ICompletionModel
{
    private int _calls;

    public string Name => "scripted";

    public ShowFilter? ShowFilter { get; init; }

    /// <summary>Whether it may be asked once more for something else.</summary>
    public bool TakesSecondChoices { get; init; }

    /// <summary>What the answers were not to begin with, call by call.</summary>
    public ConcurrentQueue<string?> Avoided { get; } = new();

    /// <summary>The prompts asked, in order.</summary>
    public ConcurrentQueue<CompletionPrompt> Prompts { get; } = new();

    /// <summary>Natural log-probability of each piece.</summary>
    public float LogProbability { get; init; } = -0.05f;

    /// <summary>Natural log-probabilities piece by piece, where they differ.</summary>
    public IReadOnlyList<float> LogProbabilities { get; init; } = [];

    /// <summary>The call, from 0, from which on it fails; none by default.</summary>
    public int FailsFrom { get; init; } = int.MaxValue;

    /// <summary>Time between the last piece and the end of the answer, unless it is cancelled before.</summary>
    public TimeSpan Takes { get; init; }

    /// <summary>A model with one answer, cut into pieces of up to four characters; it ends its answer by itself.</summary>
    public static ScriptedModel Saying(string text) => new(Cut(text));

    public static string[] Cut(string text) => [.. text.Chunk(4).Select(piece => new string(piece))];

    public async IAsyncEnumerable<GeneratedPiece> GenerateAsync(
        CompletionPrompt prompt, GenerationOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        int call = _calls++;
        string[] script = scripts[Math.Min(call, scripts.Length - 1)];
        Prompts.Enqueue(prompt);
        Avoided.Enqueue(options.Avoided);
        if (call >= FailsFrom)
        {
            throw new IOException("The connection is gone.");
        }

        foreach ((int index, string piece) in script.Take(options.MaximumTokens).Index())
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return new GeneratedPiece(piece, 1, index < LogProbabilities.Count ? LogProbabilities[index] : LogProbability);
        }

        await Task.Delay(Takes, cancellationToken);

        if (script.Length < options.MaximumTokens)
        {
            yield return new GeneratedPiece("", 1, 0, IsEnd: true);
        }
    }

    public ValueTask PrefillAsync(CompletionPrompt prompt, CancellationToken cancellationToken)
    {
        Prompts.Enqueue(prompt);
        return ValueTask.CompletedTask;
    }
}
