using System.Text;
using CsCheck;
using Fathom.Server.Documents;
using Fathom.Server.Protocol;

namespace Fathom.Server.Tests;

public sealed class DocumentStoreTests
{
    private const string Uri = "file:///w/A.cs";

    [Fact]
    public void Each_change_applies_to_what_the_one_before_left()
    {
        DocumentStore store = Opened("abc");

        OpenDocument document = store.Change(Changes(Edit(0, 3, 0, 3, "d\ne"), Edit(1, 1, 1, 1, "f"), Edit(0, 0, 0, 1, "")));

        Assert.Equal("bcd\nef", document.Text);
    }

    [Fact]
    public void A_change_may_replace_one_half_of_a_surrogate_pair()
    {
        DocumentStore store = Opened("a😀b");

        OpenDocument document = store.Change(Changes(Edit(0, 2, 0, 3, "\ude01")));

        Assert.Equal("a😁b", document.Text);
    }

    [Fact]
    public void A_change_without_range_replaces_the_text()
    {
        DocumentStore store = Opened("abc");

        OpenDocument document = store.Change(Changes(new TextChange(null, "x\ny"), Edit(1, 0, 1, 1, "z")));

        Assert.Equal("x\nz", document.Text);
    }

    [Fact]
    public void Versions_may_jump()
    {
        DocumentStore store = Opened("abc");

        OpenDocument document = store.Change(new DidChangeParams(new VersionedTextDocumentIdentifier(Uri, 6), [Edit(0, 0, 0, 0, "x")]));

        Assert.Equal(6, document.Version);
    }

    [Theory]
    [InlineData("a\u2028b\u0085c\vd")]
    public void Only_lf_crlf_and_cr_end_lines(string text) => Assert.Equal(1, LineIndex.Of(text).LineCount);

    [Fact]
    public void A_position_never_splits_a_line_end_or_a_surrogate_pair()
    {
        LineIndex lines = LineIndex.Of("a\r\n😀b\rc");

        Assert.Equal(1, lines.OffsetOf(new Position(0, 2)));
        Assert.Equal(3, lines.OffsetOf(new Position(1, 1)));
        Assert.Equal(6, lines.OffsetOf(new Position(1, 9)));
        Assert.Equal(8, lines.OffsetOf(new Position(9, 0)));
    }

    [Fact]
    public void An_impossible_change_loses_the_copy_until_a_full_text_comes()
    {
        DocumentStore store = Opened("abc");

        Assert.Throws<InvalidDataException>(() => store.Change(Changes(Edit(0, 2, 0, 1, "x"))));
        Assert.Null(store.Find(Uri));
        Assert.Throws<InvalidDataException>(() => store.Change(Changes(Edit(0, 0, 0, 0, "x"))));

        store.Change(Changes(new TextChange(null, "new")));
        Assert.Equal("new", store.Find(Uri)!.Text);
    }

    [Theory]
    [InlineData("file:///c%3A/x/A.cs", "file:///C:/x/A.cs")]
    [InlineData("file:///w/a%20b.cs", "file:///w/a b.cs")]
    public void Spellings_of_one_address_are_one_document(string opened, string asked)
    {
        var store = new DocumentStore();
        store.Open(new TextDocumentItem(opened, "csharp", 1, "x"));

        Assert.Equal(opened, store.Find(asked)!.Uri);
    }

    [Theory]
    [InlineData("file:///c%3A/Users/me/A.cs", "file:///c:/Users/me/A.cs")]
    [InlineData("file:///C%3a/A.cs", "file:///C:/A.cs")]
    [InlineData("file:///c:/a%3Ab.cs", "file:///c:/a%3Ab.cs")]
    [InlineData("file:///home/c%3A/A.cs", "file:///home/c%3A/A.cs")]
    [InlineData("file:///c%3", "file:///c%3")]
    [InlineData("untitled:A.cs", "untitled:A.cs")]
    public void The_colon_of_a_Windows_drive_is_made_plain_and_no_other(string uri, string plain)
    {
        Assert.Equal(plain, DocumentUri.WithPlainDrive(uri));
    }

    [Fact]
    public void Paths_are_relative_to_the_innermost_folder()
    {
        Assert.Equal("b/A.cs", DocumentUri.RelativePath("file:///w/a/b/A.cs", ["file:///w", "file:///w/a/"]));
        Assert.Equal("A.cs", DocumentUri.RelativePath("file:///elsewhere/a/A.cs", ["file:///w"]));
        Assert.Equal("untitled:A.cs", DocumentUri.RelativePath("untitled:A.cs", []));
    }

    /// <summary>Random edits, given as positions, against a plain text edited by offsets of its own lines.</summary>
    [Fact]
    public void The_copy_equals_the_editors_text_after_any_edits()
    {
        Gen<string> text = Gen.OneOf("a", "bc", " ", "\n", "\r\n", "\r", "😀", "\ud83d", "\ude00", "ä", "\u2028").Array[0, 8].Select(string.Concat);
        Gen<(int, int, string)> edit = Gen.Select(Gen.Int[0, 200], Gen.Int[0, 200], text);

        Gen.Select(text, edit.Array[1, 12]).Sample((start, edits) =>
        {
            DocumentStore store = Opened(start);
            var reference = new StringBuilder(start);
            foreach ((int a, int b, string inserted) in edits)
            {
                string before = reference.ToString();
                int[] cuts = Cuts(before);
                int from = cuts[Math.Min(a % cuts.Length, b % cuts.Length)];
                int to = cuts[Math.Max(a % cuts.Length, b % cuts.Length)];
                reference.Remove(from, to - from).Insert(from, inserted);
                store.Change(Changes(new TextChange(new Protocol.Range(PositionOf(before, from), PositionOf(before, to)), inserted)));
            }

            Assert.Equal(reference.ToString(), store.Find(Uri)!.Text);
        });
    }

    /// <summary>As editors send what "replace all" has changed: from the end to the beginning, in one message.</summary>
    [Fact]
    public void Many_changes_in_one_message_equal_as_many_messages()
    {
        Gen<string> text = Gen.OneOf("a", "bc", " ", "\n", "\r\n", "\r", "😀", "\ud83d", "\ude00", "ä").Array[0, 12].Select(string.Concat);
        Gen<string> inserted = Gen.OneOf("", "x", "\n", "\r", "y\nz", "\ud83d", "\ude00");

        Gen.Select(text, Gen.Int[0, 200].Array[2, 12], inserted.Array[6]).Sample((start, places, texts) =>
        {
            int[] cuts = Cuts(start);
            int[] ends = [.. places.Select(place => cuts[place % cuts.Length]).OrderDescending()];
            TextChange[] changes = [.. Enumerable.Range(0, ends.Length / 2).Select(i =>
                new TextChange(new Protocol.Range(PositionOf(start, ends[2 * i + 1]), PositionOf(start, ends[2 * i])), texts[i]))];
            DocumentStore one = Opened(start);
            DocumentStore many = Opened(start);

            one.Change(Changes(changes));
            Array.ForEach(changes, change => many.Change(Changes(change)));

            Assert.Equal(many.Find(Uri)!.Text, one.Find(Uri)!.Text);
        });
    }

    /// <summary>Offsets that an editor can name: not inside a line end.</summary>
    private static int[] Cuts(string text) =>
        [.. Enumerable.Range(0, text.Length + 1).Where(i => i == 0 || i == text.Length || !(text[i - 1] == '\r' && text[i] == '\n'))];

    /// <summary>Counts a position character by character.</summary>
    private static Position PositionOf(string text, int offset)
    {
        int line = 0;
        int start = 0;
        for (int i = 0; i < offset; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')))
            {
                line++;
                start = i + 1;
            }
        }

        return new Position(line, offset - start);
    }

    private static DocumentStore Opened(string text)
    {
        var store = new DocumentStore();
        store.Open(new TextDocumentItem(Uri, "csharp", 1, text));
        return store;
    }

    private static DidChangeParams Changes(params TextChange[] changes) => new(new VersionedTextDocumentIdentifier(Uri, 2), changes);

    private static TextChange Edit(int startLine, int start, int endLine, int end, string text) =>
        new(new Protocol.Range(new Position(startLine, start), new Position(endLine, end)), text);
}
