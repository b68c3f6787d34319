using System.Globalization;
using Fathom.Server.Statistics;
using Fathom.Server.Status;

namespace Fathom.Server.Acceptance;

/// <summary>Tells the statistics, the journal and the back-off what becomes of suggestions.</summary>
internal sealed class UsageRecorder(UsageStore store, RequestJournal journal, RejectionBackOff backOff, TimeProvider time) : IUsageSink
{
    private string Today => time.GetLocalNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A suggestion was ready after this time.</summary>
    public void Answered(TimeSpan latency) => store.Add(new Usage { Latency = LatencyHistogram.Of(latency) });

    /// <inheritdoc />
    public void Shown(string language) => store.Add(new Usage
    {
        Shown = 1,
        Languages = OfLanguage(language, new LanguageUsage(Shown: 1, Accepted: 0)),
        Days = OfToday(new DayUsage(Shown: 1, Accepted: 0, Characters: 0)),
    });

    /// <inheritdoc />
    public void Characters(int count)
    {
        if (count > 0)
        {
            store.Add(new Usage { CharactersAccepted = count, Days = OfToday(new DayUsage(0, 0, count)) });
        }
    }

    /// <inheritdoc />
    public void Settle(string documentKey, string id, string language, SuggestionFate before, SuggestionFate fate)
    {
        journal.Settle(id, before, fate);
        backOff.Note(documentKey, fate);
        int accepted = Change(SuggestionFate.Accepted);
        store.Add(new Usage
        {
            Accepted = accepted,
            PartlyAccepted = Change(SuggestionFate.PartlyAccepted),
            Rejected = Change(SuggestionFate.Rejected),
            Languages = accepted == 0 ? Usage.Empty.Languages : OfLanguage(language, new LanguageUsage(0, accepted)),
            Days = accepted == 0 ? Usage.Empty.Days : OfToday(new DayUsage(0, accepted, 0)),
        });

        int Change(SuggestionFate which) => (fate == which ? 1 : 0) - (before == which ? 1 : 0);
    }

    private static Dictionary<string, LanguageUsage> OfLanguage(string language, LanguageUsage usage) => new() { [language] = usage };

    private Dictionary<string, DayUsage> OfToday(DayUsage usage) => new() { [Today] = usage };
}
