namespace Fathom.Server.Protocol;

/// <summary>Parameters of <c>window/logMessage</c>.</summary>
/// <param name="Type">1 error, 2 warning, 3 information, 4 log.</param>
/// <param name="Message">A sentence for people.</param>
internal sealed record LogMessageParams(int Type, string Message);

/// <summary>Parameters of <c>window/workDoneProgress/create</c>.</summary>
internal sealed record WorkDoneProgressCreateParams(string Token);

/// <summary>Parameters of <c>$/progress</c>.</summary>
internal sealed record ProgressParams(string Token, WorkDoneProgress Value);

/// <summary>A step of work-done progress.</summary>
/// <param name="Kind"><c>begin</c>, <c>report</c> or <c>end</c>.</param>
/// <param name="Title">What is done; only with <c>begin</c>.</param>
/// <param name="Message">A detail.</param>
/// <param name="Percentage">How far it is, 0 … 100; null where that is not known.</param>
internal sealed record WorkDoneProgress(string Kind, string? Title, string? Message, int? Percentage = null);
