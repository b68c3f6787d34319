using Fathom.Completion.Cursor;
using Fathom.Completion.Placement;
using Fathom.Completion.Recall;

namespace Fathom.Completion.Tests;

public sealed class RecallTests
{
    [Theory]
    [InlineData("x = |\nz", "Sum(a, b);", "x = Sum(|\nz", "a, b);")]
    [InlineData("x = |\nz", "Sum(a, b);", "x = Sum(|)\nz", "a, b);")]
    [InlineData("x = |\nz", "Sum(a, b);", "x = |\nz", "Sum(a, b);")]
    [InlineData("x = |\nz", "Sum(a, b);", "x = Sum(a, b)|\nz", ";")]
    [InlineData("x = F(|)\nz", "a);", "x = F(a)|\nz", ";")]
    [InlineData("{|\nz", "\n  a;\n  b;", "{\n  a;\n  |\nz", "b;")]
    [InlineData("{|\r\nz", "\n  a;\n  b;", "{\r\n  a;\r\n  |\r\nz", "b;")]
    [InlineData("x = |\nz", "Sum(a, b);", "x = Max|\nz", null)]
    [InlineData("x = |\nz", "Sum(a, b);", "x |\nz", null)]
    [InlineData("x = |\nz", "Sum(a, b);", "x = S|\ny", null)]
    [InlineData("x = |\nz", "Sum(a, b);", "x = S| + 1\nz", null)]
    [InlineData("x = |\nz", "Sum(a, b);", "x = Sum(a, b);|\nz", null)]
    public void What_was_typed_along_is_taken_off(string then, string inserted, string now, string? expected)
    {
        var memory = new SuggestionMemory();
        CursorContext cursor = MarkedText.Cursor(then);
        memory.Add(cursor, SuggestionPlacer.Place(cursor, inserted, 1, 1));

        Assert.Equal(expected, memory.Find(MarkedText.Cursor(now))?.Remainder);
    }

    [Fact]
    public void Other_documents_recall_nothing()
    {
        var memory = new SuggestionMemory();
        CursorContext cursor = MarkedText.Cursor("x = |");
        memory.Add(cursor, SuggestionPlacer.Place(cursor, "1;", 1, 1));

        Assert.Null(memory.Find(MarkedText.Cursor("x = |", "Other.cs")));
    }

    [Fact]
    public void A_closed_document_is_forgotten()
    {
        var memory = new SuggestionMemory();
        CursorContext cursor = MarkedText.Cursor("x = |");
        memory.Add(cursor, SuggestionPlacer.Place(cursor, "1;", 1, 1));

        memory.Forget(cursor.Document.Id);

        Assert.Null(memory.Find(cursor));
    }
}
