namespace Fathom.Completion.Stopping;

/// <summary>Complete where a list of type arguments is closed, or the line ends: commas and brackets are part of it.</summary>
internal sealed class TypeArgumentStop : IStopRule
{
    public static TypeArgumentStop Instance { get; } = new();

    public int? FindEnd(string text, bool ended)
    {
        int depth = 0;
        for (int i = 0; i < text.Length; i++)
        {
            depth += text[i] switch { '<' or '(' or '[' => 1, '>' or ')' or ']' => -1, _ => 0 };
            if (depth < 0 || text[i] == '\n')
            {
                return i;
            }
        }

        return ended ? text.Length : null;
    }
}
