namespace Fathom.Completion.Stopping;

/// <summary>Says where the text that a model writes is complete.</summary>
internal interface IStopRule
{
    /// <summary>
    /// The length at which <paramref name="text"/>, what the model wrote so far from the cursor on, is complete; null while it is not.
    /// </summary>
    /// <param name="text">The text so far, line ends <c>\n</c>.</param>
    /// <param name="ended">True when the model will write no more.</param>
    int? FindEnd(string text, bool ended);

    /// <summary>What can be shown of a text that was cut off before it was complete; empty where nothing can.</summary>
    string Cut(string text) => StatementBoundary.CutAtLast(text);
}
