using Fathom.Completion;
using Fathom.Server.Documents;
using Fathom.Server.Hosting;
using Fathom.Server.Inline;
using Fathom.Server.Models;
using Fathom.Server.Pauses;
using Fathom.Server.Protocol;
using Fathom.Server.Workspaces;

namespace Fathom.Server.Status;

/// <summary>Puts the state of the server into words for <c>fathom/status</c> and <c>fathom/explainLast</c>.</summary>
internal sealed class StatusReport(
    ServerSession session, DocumentStore documents, ModelHost models, PauseBook pauses, RequestJournal journal, InlineCompletionService inline, CompilerHost compiler)
{
    private const string Normal = "Normal";
    private const string Inactive = "Inactive";

    /// <summary>The state now.</summary>
    public FathomStatus Now() => Of(pauses.Everywhere, null);

    /// <summary>The state now, as it is for one document.</summary>
    public FathomStatus Now(string uri)
    {
        if (documents.Find(uri) is not { } open)
        {
            return Of(pauses.Everywhere, OutcomeSentences.Of(CompletionOutcome.GatedUnknownDocument));
        }

        CompletionDocument document = session.Describe(open);
        return Of(pauses.Find(document.Id, document.Language), WhyOff(document));
    }

    /// <summary>How the latest requests ended, newest first.</summary>
    /// <param name="count">At most so many.</param>
    /// <param name="uri">Only those of this document; null for all.</param>
    public Explanation Explain(int count, string? uri)
    {
        string? key = uri is null ? null : DocumentUri.KeyOf(uri);
        return new([.. journal.Latest.Where(record => key is null || DocumentUri.KeyOf(record.Uri) == key).Take(count).Select(Explain)]);
    }

    private FathomStatus Of(Pause? pause, string? whyOffHere)
    {
        ModelState model = models.State;
        (string kind, string message) = model switch
        {
            { Failure: { } failure } => ("Error", failure),
            { Model.Problem: { } problem } => ("Error", problem),
            _ when !session.Settings.Completion.Enabled => (Inactive, "Completion is switched off (setting fathom.enabled)."),
            _ when pause is not null => (Inactive, pause.Sentence),
            _ when whyOffHere is not null => (Inactive, whyOffHere),
            { Model: null } => (Normal, "The model is loading."),
            _ when session.Settings.IsManual => (Normal, "Ready. " + OutcomeSentences.Of(CompletionOutcome.GatedManual)),
            _ => (Normal, "Ready."),
        };
        var counters = new Dictionary<string, int>(journal.Counters) { ["modelCalls"] = inline.ModelCalls };
        foreach ((string name, int count) in compiler.Counters)
        {
            counters[name] = count;
        }

        bool isLoading = model is { Model: null, Failure: null };
        return new FathomStatus(
            isLoading || inline.IsBusy, kind, message, model.Model?.Name, Milliseconds(journal.LastLatency), counters, pause?.Sentence);
    }

    private string? WhyOff(CompletionDocument document) => CompletionPipeline.CheckDocument(document, session.Settings.Completion) switch
    {
        CompletionOutcome.GatedDisabled => $"Completion is switched off for {document.Language} (setting fathom.disabledLanguages).",
        { } outcome => OutcomeSentences.Of(outcome),
        null => null,
    };

    private static ExplainedRequest Explain(RequestRecord record)
    {
        Suggestion? best = record.Answer.Suggestions.Count > 0 ? record.Answer.Suggestions[0] : null;
        return new ExplainedRequest(
            record.Id,
            record.Uri,
            record.LanguageId,
            record.Version,
            record.Position,
            RequestJournal.NameOf(record.Answer.Outcome),
            OutcomeSentences.Of(record.Answer.Outcome),
            record.Answer.Detail,
            record.Answer.Tokens,
            Math.Round(record.Elapsed.TotalMilliseconds, 1),
            best?.Confidence,
            best?.Text,
            record.Fate == Acceptance.SuggestionFate.Accepted,
            record.Fate == Acceptance.SuggestionFate.PartlyAccepted);
    }

    private static double? Milliseconds(TimeSpan? time) => time is { } value ? Math.Round(value.TotalMilliseconds, 1) : null;
}
