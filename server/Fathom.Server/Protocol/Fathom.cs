namespace Fathom.Server.Protocol;

/// <summary>Result of <c>fathom/status</c> and parameters of <c>fathom/didChangeStatus</c>.</summary>
/// <param name="Busy">True while the model loads or generates.</param>
/// <param name="Kind"><c>Normal</c>, <c>Warning</c>, <c>Error</c> or <c>Inactive</c> (switched off).</param>
/// <param name="Message">One sentence for people.</param>
/// <param name="Model">Name of the model, or null while there is none.</param>
/// <param name="LastLatencyMs">Milliseconds the last request took, or null before the first.</param>
/// <param name="Counters">Requests by outcome, <c>accepted</c>, and <c>modelCalls</c>: how often the model was asked.</param>
internal sealed record FathomStatus(
    bool Busy, string Kind, string Message, string? Model, double? LastLatencyMs, IReadOnlyDictionary<string, int> Counters);

/// <summary>Result of <c>fathom/explainLast</c>: the last requests, newest first.</summary>
internal sealed record Explanation(IReadOnlyList<ExplainedRequest> Requests);

/// <summary>How one request ended.</summary>
internal sealed record ExplainedRequest(
    string Id,
    string Uri,
    long Version,
    Position Position,
    string Outcome,
    string? Detail,
    int Tokens,
    double Milliseconds,
    double? Confidence,
    string? Text,
    bool Accepted);
