namespace Fathom.Server.Protocol;

/// <summary>Result of <c>fathom/status</c> and parameters of <c>fathom/didChangeStatus</c>.</summary>
/// <param name="Busy">True while the model loads or generates.</param>
/// <param name="Kind"><c>Normal</c>, <c>Warning</c>, <c>Error</c> or <c>Inactive</c> (switched off).</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Model">Name of the model, or null while there is none.</param>
/// <param name="LastLatencyMs">Milliseconds the last request took, or null before the first.</param>
/// <param name="Counters">Requests by outcome, suggestions by what became of them (<c>accepted</c>, <c>rejected</c>, …), and <c>modelCalls</c>: how often the model was asked.</param>
/// <param name="Paused">The sentence of the pause in force, of the document asked about or of everything; absent when there is none.</param>
internal sealed record FathomStatus(
    bool Busy, string Kind, string Message, string? Model, double? LastLatencyMs, IReadOnlyDictionary<string, int> Counters, string? Paused);

/// <summary>Parameters of <c>fathom/status</c> and <c>fathom/explainLast</c>.</summary>
/// <param name="TextDocument">The document asked about; absent for all.</param>
internal sealed record AboutParams(TextDocumentIdentifier? TextDocument);

/// <summary>Argument of the commands <c>fathom.pause</c> and <c>fathom.resume</c>.</summary>
/// <param name="Scope"><c>file</c>, <c>language</c> or <c>all</c>; absent for all.</param>
/// <param name="Uri">The document, for <c>file</c>; for <c>language</c> one of that language.</param>
/// <param name="LanguageId">The language, for <c>language</c>.</param>
/// <param name="Minutes">How long, more than 0; absent for until resumed.</param>
internal sealed record PauseArgument(string? Scope, string? Uri, string? LanguageId, double? Minutes);

/// <summary>Result of <c>fathom/explainLast</c>: the last requests, newest first.</summary>
internal sealed record Explanation(IReadOnlyList<ExplainedRequest> Requests);

/// <summary>How one request ended; <c>Message</c> says it in a sentence for people.</summary>
internal sealed record ExplainedRequest(
    string Id,
    string Uri,
    string LanguageId,
    long Version,
    Position Position,
    string Outcome,
    string Message,
    string? Detail,
    int Tokens,
    double Milliseconds,
    double? Confidence,
    string? Text,
    bool Accepted,
    bool PartlyAccepted);
