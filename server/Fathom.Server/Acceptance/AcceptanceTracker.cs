using Fathom.Completion;
using Fathom.Server.Documents;

namespace Fathom.Server.Acceptance;

/// <summary>
/// Follows each suggestion from its answer to its end: taken, taken in part, typed through, rejected. It learns from the edits of the document
/// and from what the editor tells; nothing is counted twice. Safe for concurrent use.
/// </summary>
internal sealed class AcceptanceTracker(IUsageSink usage, TimeProvider time)
{
    /// <summary>What was on the screen for less was not seen.</summary>
    private static readonly TimeSpan s_leastSight = TimeSpan.FromMilliseconds(200);
    private const int MostRemembered = 64;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TrackedSuggestion> _active = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, TrackedSuggestion> _byId = new(StringComparer.Ordinal);

    /// <summary>A request has arrived: the cursor is there. A suggestion at another place was left.</summary>
    public void MoveCursor(string documentKey, int offset)
    {
        lock (_lock)
        {
            if (_active.TryGetValue(documentKey, out TrackedSuggestion? active) && !IsAt(active, offset))
            {
                End(active, isRejected: true);
            }
        }
    }

    /// <summary>An answer has gone out.</summary>
    /// <param name="id">Identity of the request.</param>
    /// <param name="asked">The document that was asked about.</param>
    /// <param name="now">The document as it is now.</param>
    /// <param name="language">Its language id.</param>
    /// <param name="cursor">The cursor that was asked about.</param>
    /// <param name="answer">The answer; without suggestions what was shown before is gone.</param>
    public void Show(string id, OpenDocument asked, OpenDocument now, string language, int cursor, CompletionAnswer answer)
    {
        lock (_lock)
        {
            TrackedSuggestion? before = _active.GetValueOrDefault(asked.Key);
            if (answer.Suggestions.Count == 0)
            {
                if (before is not null)
                {
                    End(before, isRejected: false);
                }

                return;
            }

            SuggestionPlace[] places = [.. answer.Suggestions.Select(each => SuggestionPlace.Over(asked.Text, each.ReplaceStart, cursor, each.Text))];
            if (before is not null && !IsSame(before, cursor, answer.Outcome, places))
            {
                End(before, isRejected: false);
                before = null;
            }

            TrackedSuggestion shown = before ?? new TrackedSuggestion(asked.Key, language, time.GetTimestamp());
            shown.Show(id, asked.Text, asked.Version, cursor, places);
            _active[asked.Key] = shown;
            _byId[id] = shown;
            if (_byId.Count > MostRemembered)
            {
                _byId.RemoveAt(0);
            }

            Follow(now);
        }
    }

    /// <summary>A document has changed.</summary>
    public void Edit(OpenDocument document)
    {
        lock (_lock)
        {
            Follow(document);
        }
    }

    /// <summary>A document was closed.</summary>
    public void Close(string documentKey)
    {
        lock (_lock)
        {
            if (_active.TryGetValue(documentKey, out TrackedSuggestion? active))
            {
                End(active, isRejected: true);
            }
        }
    }

    /// <summary>The editor tells that all of a suggestion was taken.</summary>
    /// <returns>False when the suggestion is not known any more.</returns>
    public bool Accept(string id)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(id, out TrackedSuggestion? taken))
            {
                return false;
            }

            if (taken.Fate != SuggestionFate.Accepted)
            {
                usage.Characters(taken.ReportAll());
                Settle(taken, SuggestionFate.Accepted);
                Remove(taken);
            }

            return true;
        }
    }

    /// <summary>The editor tells that the next characters of a suggestion were taken.</summary>
    /// <param name="id">Identity of its request.</param>
    /// <param name="characters">How many; more than the suggestion has means all.</param>
    /// <returns>False when the suggestion is not known any more.</returns>
    public bool AcceptPart(string id, int characters)
    {
        lock (_lock)
        {
            if (!_byId.TryGetValue(id, out TrackedSuggestion? taken))
            {
                return false;
            }

            int most = taken.Places.Count > 0 ? taken.Places[0].Text.Length : 0;
            usage.Characters(taken.Report(Math.Clamp(characters, 0, most)));
            if (taken.Fate != SuggestionFate.Accepted)
            {
                Settle(taken, SuggestionFate.PartlyAccepted);
            }

            return true;
        }
    }

    /// <summary>Counts what has been on the screen long enough by now.</summary>
    public void Refresh()
    {
        lock (_lock)
        {
            foreach (TrackedSuggestion active in _active.Values)
            {
                CountIfSeen(active);
            }
        }
    }

    private static bool IsAt(TrackedSuggestion shown, int offset) =>
        shown.Places.Any(place => offset >= Math.Min(shown.Cursor, place.End) && offset <= place.End);

    /// <summary>What is recalled where the suggestion stands is the rest of it, and an equal text at the same place is the same suggestion.</summary>
    private static bool IsSame(TrackedSuggestion before, int cursor, CompletionOutcome outcome, SuggestionPlace[] places) =>
        (outcome == CompletionOutcome.Recalled && IsAt(before, cursor))
        || before.Places.Any(place => place.Anchor == places[0].Anchor && place.Text == places[0].Text);

    private void Follow(OpenDocument document)
    {
        if (!_active.TryGetValue(document.Key, out TrackedSuggestion? active) || ReferenceEquals(active.Text, document.Text))
        {
            return;
        }

        EditStep step = active.Follow(document.Text, document.Version);
        switch (step.Effect)
        {
            case EditEffect.Taken:
                usage.Characters(active.Infer(step.Advance));
                Settle(active, step.Place.IsComplete ? SuggestionFate.Accepted : SuggestionFate.PartlyAccepted);
                break;
            case EditEffect.Typed when step.Place.IsComplete && active.Fate == SuggestionFate.Open:
                Settle(active, SuggestionFate.TypedThrough);
                break;
            case EditEffect.Diverged:
                End(active, isRejected: true);
                return;
        }

        if (step.Place.IsComplete)
        {
            CountIfSeen(active);
            Remove(active);
        }
    }

    private void End(TrackedSuggestion active, bool isRejected)
    {
        CountIfSeen(active);
        if (isRejected && active is { IsCountedAsShown: true, Fate: SuggestionFate.Open })
        {
            Settle(active, SuggestionFate.Rejected);
        }

        Remove(active);
    }

    private void Settle(TrackedSuggestion suggestion, SuggestionFate fate)
    {
        if (suggestion.Fate == fate)
        {
            return;
        }

        if (fate is SuggestionFate.Accepted or SuggestionFate.PartlyAccepted)
        {
            CountAsShown(suggestion);
        }

        SuggestionFate before = suggestion.Fate;
        suggestion.Fate = fate;
        usage.Settle(suggestion.DocumentKey, suggestion.Id, suggestion.Language, before, fate);
    }

    private void CountIfSeen(TrackedSuggestion suggestion)
    {
        if (time.GetElapsedTime(suggestion.ShownAt) >= s_leastSight)
        {
            CountAsShown(suggestion);
        }
    }

    private void CountAsShown(TrackedSuggestion suggestion)
    {
        if (!suggestion.IsCountedAsShown)
        {
            suggestion.IsCountedAsShown = true;
            usage.Shown(suggestion.Language);
        }
    }

    private void Remove(TrackedSuggestion suggestion)
    {
        if (_active.GetValueOrDefault(suggestion.DocumentKey) == suggestion)
        {
            _active.Remove(suggestion.DocumentKey);
        }

        suggestion.LeaveScreen();
    }
}
