using Fathom.Completion.Ranking;

namespace Fathom.Completion.Generation;

/// <summary>A model that continues code at a cursor: the embedded one, or one served elsewhere.</summary>
/// <remarks>Implementations queue: one generation runs at a time. Cancellation is honoured within one token.</remarks>
public interface ICompletionModel
{
    /// <summary>A short name for people, for example <c>fathom-nano int8</c>.</summary>
    string Name { get; }

    /// <summary>What tells which of the model's suggestions are worth showing; null where none was trained, so that a rule of thumb decides.</summary>
    ShowFilter? ShowFilter => null;

    /// <summary>True when prompts leave this process: only what the gate of the repository lets pass may be in them.</summary>
    bool RunsElsewhere => false;

    /// <summary>True when it honours <see cref="GenerationOptions.Avoided"/>, and asking it once more costs little.</summary>
    bool TakesSecondChoices => false;

    /// <summary>One sentence for people that says why it cannot answer at present, and what to do; null while it can.</summary>
    string? Problem => null;

    /// <summary>
    /// Streams the continuation of <paramref name="prompt"/>. The text of all pieces, concatenated, begins exactly at the cursor
    /// (token healing, where the model needs it, happens inside). Ends when the model ends its answer, at
    /// <see cref="GenerationOptions.MaximumTokens"/>, or when the consumer stops enumerating.
    /// </summary>
    IAsyncEnumerable<GeneratedPiece> GenerateAsync(CompletionPrompt prompt, GenerationOptions options, CancellationToken cancellationToken);

    /// <summary>Brings the prefix cache to <paramref name="prompt"/> without generating, so that the next call starts at once.</summary>
    ValueTask PrefillAsync(CompletionPrompt prompt, CancellationToken cancellationToken);
}
