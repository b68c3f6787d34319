using Fathom.Completion;
using Fathom.Server.Protocol;

namespace Fathom.Server.Status;

/// <summary>Puts the state of the server into words for <c>fathom/status</c> and <c>fathom/explainLast</c>.</summary>
internal static class StatusReport
{
    /// <summary>The state now.</summary>
    public static FathomStatus Of(ModelState model, CompletionSettings settings, RequestJournal journal, int modelCalls, bool isGenerating)
    {
        (string kind, string message) = model switch
        {
            { Failure: { } failure } => ("Error", failure),
            _ when !settings.Enabled => ("Inactive", "Completion is switched off."),
            { Model: null } => ("Normal", "The model is loading."),
            _ => ("Normal", "Ready."),
        };
        var counters = new Dictionary<string, int>(journal.Counters) { ["modelCalls"] = modelCalls };
        bool isLoading = model is { Model: null, Failure: null };
        return new FathomStatus(
            isLoading || isGenerating, kind, message, model.Model?.Name, Milliseconds(journal.LastLatency), counters);
    }

    /// <summary>How the latest requests ended, newest first.</summary>
    public static Explanation Explain(RequestJournal journal, int count) => new([.. journal.Latest.Take(count).Select(Explain)]);

    private static ExplainedRequest Explain(RequestRecord record)
    {
        Suggestion? best = record.Answer.Suggestions.Count > 0 ? record.Answer.Suggestions[0] : null;
        return new ExplainedRequest(
            record.Id,
            record.Uri,
            record.Version,
            record.Position,
            RequestJournal.NameOf(record.Answer.Outcome),
            record.Answer.Detail,
            record.Answer.Tokens,
            Math.Round(record.Elapsed.TotalMilliseconds, 1),
            best?.Confidence,
            best?.Text,
            record.IsAccepted);
    }

    private static double? Milliseconds(TimeSpan? time) => time is { } value ? Math.Round(value.TotalMilliseconds, 1) : null;
}
