using Fathom.Completion;

namespace Fathom.Server.Acceptance;

/// <summary>
/// Shows less where suggestions are not wanted: after several rejections in a row in a document the model has to be surer there. An acceptance
/// ends that, and so does time. Safe for concurrent use.
/// </summary>
internal sealed class RejectionBackOff(TimeProvider time)
{
    /// <summary>Rejections in a row that make it stricter by one step; what is typed as suggested takes one step back.</summary>
    public const int RejectionsPerStep = 4;

    /// <summary>Rejections are forgotten when none has followed for this time.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(5);

    private const int MostSteps = 2;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Row> _rows = new(StringComparer.Ordinal);

    /// <summary>How much stricter to be in a document: 0 … 2.</summary>
    public int Step(string documentKey)
    {
        lock (_lock)
        {
            return _rows.TryGetValue(documentKey, out Row row) && !IsOver(row) ? row.Rejections / RejectionsPerStep : 0;
        }
    }

    /// <summary>Notes what became of a suggestion in a document.</summary>
    public void Note(string documentKey, SuggestionFate fate)
    {
        lock (_lock)
        {
            foreach (string over in _rows.Where(each => IsOver(each.Value)).Select(each => each.Key).ToArray())
            {
                _rows.Remove(over);
            }

            Row row = _rows.GetValueOrDefault(documentKey);
            switch (fate)
            {
                case SuggestionFate.Rejected:
                    _rows[documentKey] = new Row(Math.Min(MostSteps * RejectionsPerStep, row.Rejections + 1), time.GetTimestamp());
                    break;
                case SuggestionFate.TypedThrough when row.Rejections > RejectionsPerStep:
                    _rows[documentKey] = row with { Rejections = row.Rejections - RejectionsPerStep };
                    break;
                case SuggestionFate.TypedThrough or SuggestionFate.Accepted or SuggestionFate.PartlyAccepted:
                    _rows.Remove(documentKey);
                    break;
            }
        }
    }

    /// <summary>The user's settings as they hold in a document now; what is asked for by a key is answered as always.</summary>
    public CompletionSettings Apply(CompletionSettings settings, string documentKey, CompletionTrigger trigger) => trigger == CompletionTrigger.Invoked
        ? settings
        : settings with { Confidence = (ConfidenceLevel)Math.Min((int)ConfidenceLevel.Quiet, (int)settings.Confidence + Step(documentKey)) };

    private bool IsOver(Row row) => time.GetElapsedTime(row.Latest) >= Memory;

    /// <summary>Rejections in a row.</summary>
    /// <param name="Rejections">How many; no more than the strictest step needs.</param>
    /// <param name="Latest">When the latest was, as a timestamp of the clock.</param>
    private readonly record struct Row(int Rejections, long Latest);
}
