using Fathom.Server.Acceptance;

namespace Fathom.Server.Tests.Acceptance;

public sealed class EditReaderTests
{
    // `|` is the cursor when the suggestion appeared; the suggestion is a line, or more, in place of the cursor's line.
    [Theory]
    [InlineData("x = |\n", "x = Sum(a, b);", "x = Sum(a, b);\n", nameof(EditEffect.Taken), 10)]
    [InlineData("x = |\n", "x = Sum(a, b);", "x = Sum\n", nameof(EditEffect.Taken), 3)]
    [InlineData("x = |\n", "x = Sum(a, b);", "x = S\n", nameof(EditEffect.Typed), 1)]
    [InlineData("x = S|\n", "x = Sum(a, b);", "x = \n", nameof(EditEffect.Diverged), 0)]
    [InlineData("x = |\n", "x = Sum(a, b);", "x = Max\n", nameof(EditEffect.Diverged), 0)]
    [InlineData("x = |\n", "x = Sum(a, b);", "x = Sun\n", nameof(EditEffect.Diverged), 0)]
    [InlineData("x = |\ny\n", "x = Sum(a, b);", "x = \nyes\n", nameof(EditEffect.Diverged), 0)]
    [InlineData("u\nx = |\n", "x = Sum(a, b);", "use\nx = \n", nameof(EditEffect.Diverged), 0)]
    [InlineData("x = Sum|\n", "x = Sum(a, b);", "x = Sum()\n", nameof(EditEffect.Typed), 1)]
    [InlineData("x = Sum|\n", "x = Sum();", "x = Sum()\n", nameof(EditEffect.Typed), 2)]
    [InlineData("x = F(|)\n", "x = F(abc);", "x = F(abc);\n", nameof(EditEffect.Taken), 5)]
    [InlineData("x = F(|)\n", "x = F(abc);", "x = F(a)\n", nameof(EditEffect.Typed), 1)]
    [InlineData("x = F(|)\n", "x = F(abc);", "x = F(abc)\n", nameof(EditEffect.Taken), 3)]
    [InlineData("{|\n}\n", "{\n    a;\n    b;", "{\n    \n}\n", nameof(EditEffect.Typed), 5)]
    [InlineData("{|\n}\n", "{\n    a;\n    b;", "{\n    a;\n}\n", nameof(EditEffect.Taken), 7)]
    [InlineData("{|\r\n}\r\n", "{\n    a;\n    b;", "{\r\n    a;\r\n    b;\r\n}\r\n", nameof(EditEffect.Taken), 14)]
    public void What_the_user_did_is_read_from_the_edit(string before, string suggestion, string after, string effect, int advance)
    {
        int cursor = before.IndexOf('|', StringComparison.Ordinal);
        before = before.Remove(cursor, 1);
        int anchor = before.AsSpan(0, cursor).LastIndexOf('\n') + 1;
        var place = SuggestionPlace.Over(before, anchor, cursor, suggestion);

        EditStep step = EditReader.Read(place, before, after, versions: 1);

        Assert.Equal((effect, advance), (step.Effect.ToString(), step.Advance));
    }

    [Theory]
    [InlineData(3, nameof(EditEffect.Typed))]
    [InlineData(1, nameof(EditEffect.Taken))]
    public void Key_strokes_that_the_editor_gathered_are_known_by_the_version(long versions, string effect)
    {
        var place = SuggestionPlace.Over("x = ", 0, 4, "x = Sum(a, b);");

        EditStep step = EditReader.Read(place, "x = ", "x = Sum", versions);

        Assert.Equal((effect, 3), (step.Effect.ToString(), step.Advance));
    }

    [Fact]
    public void Taking_typed_letters_back_keeps_the_suggestion()
    {
        SuggestionPlace typed = SuggestionPlace.Over("x = ", 0, 4, "x = Sum(a, b);").In("x = Su");

        EditStep step = EditReader.Read(typed, "x = Su", "x = S", versions: 1);

        Assert.Equal((EditEffect.Kept, 5), (step.Effect, step.Place.Matched));
    }
}
