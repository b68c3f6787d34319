using Fathom.Repository.Indexing;

namespace Fathom.Repository.Context;

/// <summary>The words around a cursor that tell what the code there is about.</summary>
internal static class NearWords
{
    private const int LinesBefore = 12;
    private const int LinesAfter = 4;

    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase)
    {
        "abstract", "async", "await", "base", "bool", "break", "case", "catch", "char", "class", "const", "continue", "default", "double", "else", "enum",
        "false", "finally", "float", "for", "foreach", "from", "function", "get", "import", "int", "interface", "internal", "let", "long", "namespace", "new", "null",
        "object", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sealed", "self", "set", "static", "string",
        "struct", "switch", "this", "throw", "true", "try", "typeof", "using", "value", "var", "virtual", "void", "where", "while", "yield", "def", "and", "not",
    };

    /// <summary>The different words of the twelve lines before the cursor and the four after it, without keywords.</summary>
    public static IReadOnlySet<string> Of(string text, int offset)
    {
        ReadOnlySpan<char> part = text.AsSpan()[Start(text, offset)..End(text, offset)];
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Range range in Words.In(part))
        {
            string word = part[range].ToString();
            if (word.Length >= Words.Shortest && !Keywords.Contains(word))
            {
                words.Add(word);
            }
        }

        return words;
    }

    private static int Start(string text, int offset)
    {
        int at = offset;
        for (int i = 0; i <= LinesBefore && at > 0; i++)
        {
            at = text.LastIndexOf('\n', at - 1);
            if (at < 0)
            {
                return 0;
            }
        }

        return at;
    }

    private static int End(string text, int offset)
    {
        int at = offset;
        for (int i = 0; i <= LinesAfter && at < text.Length; i++)
        {
            int next = text.IndexOf('\n', at);
            if (next < 0)
            {
                return text.Length;
            }

            at = next + 1;
        }

        return at;
    }
}
