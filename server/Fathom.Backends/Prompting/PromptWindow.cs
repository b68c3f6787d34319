using Fathom.Completion.Generation;

namespace Fathom.Backends.Prompting;

/// <summary>
/// Cuts a prompt to what a model elsewhere is to read. Its tokenizer is not known here, so a token is taken to be three characters, which is few. Half of the
/// room is for other files, an eighth for what follows the cursor, and what is left for what stands before it.
/// </summary>
internal static class PromptWindow
{
    private const int CharactersPerToken = 3;
    private const int LargestStride = 32;

    /// <summary>The share of a prompt's tokens that other files may take.</summary>
    public static int ContextTokens(int tokens) => tokens / 2;

    /// <summary>The prompt within a number of tokens.</summary>
    public static CompletionPrompt Cut(CompletionPrompt prompt, int tokens)
    {
        int room = (tokens * CharactersPerToken) - prompt.Path.Length;
        IReadOnlyList<ContextFile> context = FilesWithin(prompt.Context, ContextTokens(tokens) * CharactersPerToken);
        string suffix = Start(prompt.Suffix, room / 8);
        int left = room - suffix.Length - context.Sum(file => file.Path.Length + file.Text.Length);
        return prompt with { Prefix = End(prompt.Prefix, left), Suffix = suffix, Context = context };
    }

    /// <summary>The most relevant files come last, and stay.</summary>
    private static IReadOnlyList<ContextFile> FilesWithin(IReadOnlyList<ContextFile> files, int room)
    {
        int first = files.Count;
        while (first > 0 && files[first - 1].Path.Length + files[first - 1].Text.Length <= room)
        {
            first--;
            room -= files[first].Path.Length + files[first].Text.Length;
        }

        return [.. files.Skip(first)];
    }

    private static string Start(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        int end = text.LastIndexOf('\n', Math.Max(0, most - 1));
        return end > 0 ? text[..(end + 1)] : text[..most];
    }

    /// <summary>
    /// The end of a text, from a line whose number is a multiple of the largest stride that still leaves half of the room: while lines are added at the cursor
    /// the start stays where it is, and so does what the server has cached.
    /// </summary>
    private static string End(string text, int most)
    {
        if (text.Length <= most)
        {
            return text;
        }

        int line = text.AsSpan(0, text.Length - most).Count('\n');
        for (int stride = LargestStride; stride >= 1; stride /= 2)
        {
            int start = StartOfLine(text, ((line / stride) + 1) * stride);
            if (start >= 0 && text.Length - start >= most / 2)
            {
                return text[start..];
            }
        }

        return text[^most..];
    }

    private static int StartOfLine(string text, int line)
    {
        int start = 0;
        for (; line > 0; line--)
        {
            int end = text.IndexOf('\n', start);
            if (end < 0)
            {
                return -1;
            }

            start = end + 1;
        }

        return start;
    }
}
