namespace Fathom.Server.Acceptance;

/// <summary>A suggestion that was shown and what is known of it. Not safe for concurrent use.</summary>
/// <param name="documentKey">Its document.</param>
/// <param name="language">The document's language id.</param>
/// <param name="shownAt">When it was shown, as a timestamp of the clock.</param>
internal sealed class TrackedSuggestion(string documentKey, string language, long shownAt)
{
    private int _inferred;
    private int _reported;
    private int _counted;

    public string DocumentKey { get; } = documentKey;

    public string Language { get; } = language;

    public long ShownAt { get; } = shownAt;

    /// <summary>Identity of the latest request that it answered: after a part was taken, the rest is asked for again.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The document as last seen.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Its version.</summary>
    public long Version { get; private set; }

    /// <summary>The cursor it was shown for.</summary>
    public int Cursor { get; private set; }

    /// <summary>The alternatives that still fit, best first.</summary>
    public IReadOnlyList<SuggestionPlace> Places { get; private set; } = [];

    /// <summary>Characters that the latest step brought.</summary>
    public int LatestAdvance { get; private set; }

    public bool IsCountedAsShown { get; set; }

    public SuggestionFate Fate { get; set; }

    /// <summary>Shows it for a request.</summary>
    public void Show(string id, string text, long version, int cursor, IReadOnlyList<SuggestionPlace> places) =>
        (Id, Text, Version, Cursor, Places) = (id, text, version, cursor, places);

    /// <summary>Lets go of the document; the suggestion itself is kept for what the editor may still tell of it.</summary>
    public void LeaveScreen() => Text = "";

    /// <summary>Follows an edit of its document.</summary>
    /// <returns>What the edit means for the alternative that fits best.</returns>
    public EditStep Follow(string text, long version)
    {
        long versions = Math.Max(1, version - Version);
        EditStep[] steps = [.. Places
            .Select(place => EditReader.Read(place, Text, text, versions))
            .Where(step => step.Effect != EditEffect.Diverged)
            .OrderByDescending(step => step.Advance)];
        (Text, Version) = (text, version);
        if (steps.Length == 0)
        {
            return new EditStep(EditEffect.Diverged, default, 0);
        }

        Places = [.. steps.Where(step => step.Advance == steps[0].Advance).Select(step => step.Place)];
        LatestAdvance = steps[0].Advance;
        return steps[0];
    }

    /// <summary>Characters taken, as an edit shows.</summary>
    /// <returns>How many of them were not known of.</returns>
    public int Infer(int characters)
    {
        _inferred += characters;
        return Count();
    }

    /// <summary>Characters taken, as the editor tells.</summary>
    /// <returns>How many of them were not known of.</returns>
    public int Report(int characters)
    {
        _reported += characters;
        return Count();
    }

    /// <summary>The editor tells that all of it was taken.</summary>
    /// <returns>How many characters of that were not known of.</returns>
    public int ReportAll()
    {
        SuggestionPlace place = Places.Count > 0 ? Places[0] : default;
        int missing = Fate == SuggestionFate.TypedThrough ? LatestAdvance : (place.Text?.Length ?? 0) - place.Matched;
        _reported = _counted + Math.Max(0, missing);
        return Count();
    }

    /// <summary>An edit and the editor's own word speak of the same characters, whichever comes first.</summary>
    private int Count()
    {
        int more = Math.Max(0, Math.Max(_inferred, _reported) - _counted);
        _counted += more;
        return more;
    }
}
