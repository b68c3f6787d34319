using Fathom.Completion;

namespace Fathom.Server.Acceptance;

/// <summary>
/// Becomes quieter for someone who wants none of the suggestions: after several rejections in a row the model has to be surer, and the pauses
/// before it is asked grow. One acceptance ends that. Safe for concurrent use.
/// </summary>
internal sealed class RejectionBackOff
{
    /// <summary>Rejections in a row that make it quieter by one step.</summary>
    public const int RejectionsPerStep = 4;

    private const int MostSteps = 2;
    private int _inARow;

    /// <summary>How much quieter: 0 … 2.</summary>
    public int Step => Math.Min(MostSteps, Volatile.Read(ref _inARow) / RejectionsPerStep);

    /// <summary>Notes what became of a suggestion.</summary>
    public void Note(SuggestionFate fate)
    {
        if (fate == SuggestionFate.Rejected)
        {
            Interlocked.Increment(ref _inARow);
        }
        else if (fate is SuggestionFate.Accepted or SuggestionFate.PartlyAccepted)
        {
            Volatile.Write(ref _inARow, 0);
        }
    }

    /// <summary>The user's settings, stricter by the present step; what is asked for by a key is answered as always.</summary>
    public CompletionSettings Apply(CompletionSettings settings, CompletionTrigger trigger) => trigger == CompletionTrigger.Invoked || Step == 0
        ? settings
        : settings with { Confidence = (ConfidenceLevel)Math.Min((int)ConfidenceLevel.Quiet, (int)settings.Confidence + Step) };
}
