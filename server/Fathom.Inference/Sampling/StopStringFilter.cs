using System.Text;

namespace Fathom.Inference.Sampling;

/// <summary>
/// Ends a stream of text before the first stop string, holding back text that may turn out to be the beginning of one.
/// </summary>
public sealed class StopStringFilter(IReadOnlyList<string> stopStrings)
{
    private readonly StringBuilder _held = new();

    /// <summary>True once a stop string was found; nothing after it passes.</summary>
    public bool HasStopped { get; private set; }

    /// <summary>The text that may be shown now that <paramref name="text"/> has come; never any of a stop string.</summary>
    public string Append(string text)
    {
        if (HasStopped || stopStrings.Count == 0)
        {
            return HasStopped ? "" : text;
        }

        string all = _held.Append(text).ToString();
        _held.Clear();
        int end = int.MaxValue;
        foreach (string stop in stopStrings)
        {
            int index = all.IndexOf(stop, StringComparison.Ordinal);
            end = index < 0 ? end : Math.Min(end, index);
        }

        if (end < int.MaxValue)
        {
            HasStopped = true;
            return all[..end];
        }

        int shown = all.Length - LongestBeginningAtEnd(all);
        _held.Append(all, shown, all.Length - shown);
        return all[..shown];
    }

    /// <summary>What was held back, at the end of the stream.</summary>
    public string Flush()
    {
        string held = HasStopped ? "" : _held.ToString();
        _held.Clear();
        return held;
    }

    private int LongestBeginningAtEnd(string text)
    {
        int longest = 0;
        foreach (string stop in stopStrings)
        {
            for (int length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (text.EndsWith(stop[..length], StringComparison.Ordinal))
                {
                    longest = length;
                }
            }
        }

        return longest;
    }
}
