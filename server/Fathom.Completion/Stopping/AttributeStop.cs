namespace Fathom.Completion.Stopping;

/// <summary>Complete behind a line of attributes, and where another rule says so: what they belong to stands on the line below.</summary>
/// <param name="other">The other rule.</param>
internal sealed class AttributeStop(IStopRule other) : IStopRule
{
    public int? FindEnd(string text, bool ended)
    {
        int end = text.IndexOf('\n', StringComparison.Ordinal);
        return end >= 0 && text.AsSpan(0, end).Trim() is ['[', .., ']'] ? end : other.FindEnd(text, ended);
    }
}
