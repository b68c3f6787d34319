using Fathom.Completion.Cursor;

namespace Fathom.Completion.Tests;

/// <summary>Source text with the cursor written into it as <c>|</c>.</summary>
internal static class MarkedText
{
    /// <summary>The text without the mark, and where it stood.</summary>
    public static (string Text, int Offset) Split(string marked)
    {
        int offset = marked.IndexOf('|', StringComparison.Ordinal);
        Assert.True(offset >= 0, "the text has no cursor");
        return (marked.Remove(offset, 1), offset);
    }

    public static CompletionDocument Document(string text, string path = "Cart.cs", string language = "csharp") =>
        new("file:///w/" + path, path, "file", language, text);

    public static CursorContext Cursor(string marked, string path = "Cart.cs", string language = "csharp")
    {
        (string text, int offset) = Split(marked);
        return CursorContext.At(Document(text, path, language), offset);
    }

    public static CompletionRequest Request(string marked, CompletionTrigger trigger = CompletionTrigger.Automatic, int most = 1)
    {
        (string text, int offset) = Split(marked);
        return new CompletionRequest(Document(text), offset, trigger, most);
    }

    /// <summary>The document after a client has applied a suggestion.</summary>
    public static string Apply(string marked, Suggestion suggestion)
    {
        string text = Split(marked).Text;
        return text[..suggestion.ReplaceStart] + suggestion.Text + text[suggestion.ReplaceEnd..];
    }
}
