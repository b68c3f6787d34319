using CsCheck;
using Fathom.Completion;
using Fathom.Server.Acceptance;
using Fathom.Server.Documents;

namespace Fathom.Server.Tests.Acceptance;

public sealed class AcceptanceTrackerTests : IUsageSink
{
    private const string Suggestion = "int x = Sum(a, b);";
    private readonly ManualClock _clock = new();
    private readonly AcceptanceTracker _tracker;
    private readonly Dictionary<SuggestionFate, int> _fates = [];
    private OpenDocument _document = new("file:///w/A.cs", "a", "csharp", 1, "int x = ");
    private int _shown;
    private int _characters;

    public AcceptanceTrackerTests() => _tracker = new AcceptanceTracker(this, _clock);

    [Fact]
    public void All_of_it_in_one_edit_is_accepted_once_whatever_the_editor_tells_after()
    {
        Show("c-1");

        Type("Sum(a, b);");
        _tracker.Accept("c-1");
        _tracker.Accept("c-1");

        Assert.Equal((1, 1, 10), (_shown, Count(SuggestionFate.Accepted), _characters));
    }

    [Fact]
    public void The_editors_word_before_the_edit_counts_once_too()
    {
        Show("c-1");

        _tracker.Accept("c-1");
        Type("Sum(a, b);");

        Assert.Equal((1, 1, 10), (_shown, Count(SuggestionFate.Accepted), _characters));
    }

    [Fact]
    public void A_word_is_a_part_and_the_rest_makes_it_whole()
    {
        Show("c-1");

        Type("Sum");
        (int part, int whole) = (Count(SuggestionFate.PartlyAccepted), Count(SuggestionFate.Accepted));
        Show("c-2", CompletionOutcome.Recalled);
        Type("(a, b);");

        Assert.Equal((1, 0), (part, whole));
        Assert.Equal((1, 0, 1, 10), (_shown, Count(SuggestionFate.PartlyAccepted), Count(SuggestionFate.Accepted), _characters));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_word_that_the_edit_shows_and_the_editor_tells_counts_once(bool tellsFirst)
    {
        Show("c-1");

        if (tellsFirst)
        {
            _tracker.AcceptPart("c-1", 3);
            Type("Sum");
        }
        else
        {
            Type("Sum");
            _tracker.AcceptPart("c-1", 3);
        }

        Assert.Equal((1, 1, 3), (_shown, Count(SuggestionFate.PartlyAccepted), _characters));
    }

    [Fact]
    public void Letter_by_letter_is_neither_accepted_nor_rejected()
    {
        Show("c-1");
        _clock.Advance(500);

        foreach (char letter in "Sum(a, b);")
        {
            Type(letter.ToString());
        }

        Assert.Equal((1, 0), (_shown, _characters));
        Assert.Equal([SuggestionFate.TypedThrough], _fates.Keys);
    }

    [Fact]
    public void The_last_letter_taken_counts_when_the_editor_tells()
    {
        Show("c-1");
        foreach (char letter in "Sum(a, b)")
        {
            Type(letter.ToString());
        }

        Type(";");
        _tracker.Accept("c-1");

        Assert.Equal((1, 0, 1), (Count(SuggestionFate.Accepted), Count(SuggestionFate.TypedThrough), _characters));
    }

    [Theory]
    [InlineData(100, 0)]
    [InlineData(300, 1)]
    public void Typing_something_else_rejects_what_could_be_seen(int milliseconds, int rejected)
    {
        Show("c-1");
        _clock.Advance(milliseconds);

        Type("M");

        Assert.Equal((rejected, rejected), (_shown, Count(SuggestionFate.Rejected)));
    }

    [Fact]
    public void A_cursor_that_goes_away_rejects()
    {
        Show("c-1");
        _clock.Advance(300);

        _tracker.MoveCursor("a", 3);

        Assert.Equal(1, Count(SuggestionFate.Rejected));
    }

    [Fact]
    public void A_part_taken_and_the_rest_typed_over_stays_a_part()
    {
        Show("c-1");
        _clock.Advance(300);

        Type("Sum");
        Type(".");

        Assert.Equal((1, 0), (Count(SuggestionFate.PartlyAccepted), Count(SuggestionFate.Rejected)));
    }

    [Fact]
    public void Another_suggestion_at_the_same_place_rejects_nothing()
    {
        Show("c-1");
        _clock.Advance(300);

        Show("c-2", CompletionOutcome.Shown, "int x = Max(a, b);");
        Type("Max(a, b);");

        Assert.Equal((2, 0, 1), (_shown, Count(SuggestionFate.Rejected), Count(SuggestionFate.Accepted)));
    }

    [Fact]
    public void The_second_of_several_can_be_accepted()
    {
        Show("c-1", CompletionOutcome.Shown, Suggestion, "int x = Max(a, b, c);");

        Type("Max(a, b, c);");

        Assert.Equal((1, 13), (Count(SuggestionFate.Accepted), _characters));
    }

    [Fact]
    public void An_edit_that_came_before_the_answer_is_taken_into_account()
    {
        OpenDocument asked = _document;
        Type("S");

        _tracker.Show("c-1", asked, _document, "csharp", asked.Text.Length, Answer(CompletionOutcome.Shown, Suggestion));
        Type("um(a, b);");

        Assert.Equal((1, 9), (Count(SuggestionFate.Accepted), _characters));
    }

    /// <summary>Few letters, so that texts repeat and the place of an edit is ambiguous.</summary>
    [Fact]
    public void However_a_suggestion_is_taken_every_character_counts_once() => Gen
        .Select(Gen.Char["ab(;"].Array[1, 12], Gen.Int[1, 5].Array[1, 12], Gen.OneOf(Gen.Const(""), Gen.Const("\nab"), Gen.Const(");\n}")))
        .Sample((letters, steps, below) =>
        {
            var test = new AcceptanceTrackerTests();
            string rest = new(letters);
            test._document = test._document with { Text = "int x = " + below };
            test._tracker.Show("c-1", test._document, test._document, "csharp", 8, Answer(CompletionOutcome.Shown, "int x = " + rest));
            int taken = 0;
            int at = 0;
            bool endsTaken = false;
            foreach (int step in steps)
            {
                int length = Math.Min(step, rest.Length - at);
                if (length == 0)
                {
                    break;
                }

                test.Insert(8 + at, rest.Substring(at, length));
                at += length;
                endsTaken = length > 1;
                taken += endsTaken ? length : 0;
            }

            SuggestionFate expected = at < rest.Length || !endsTaken
                ? taken > 0 ? SuggestionFate.PartlyAccepted : at < rest.Length ? SuggestionFate.Open : SuggestionFate.TypedThrough
                : SuggestionFate.Accepted;
            Assert.Equal(taken, test._characters);
            Assert.Equal(expected == SuggestionFate.Open ? [] : [expected], test._fates.Keys);
        });

    [Fact]
    public void What_is_not_known_is_not_counted()
    {
        Assert.False(_tracker.Accept("c-9"));
        Assert.False(_tracker.AcceptPart("c-9", 3));
        Assert.Equal((0, 0), (_shown, _characters));
    }

    void IUsageSink.Shown(string language) => _shown++;

    void IUsageSink.Characters(int count) => _characters += count;

    void IUsageSink.Settle(string documentKey, string id, string language, SuggestionFate before, SuggestionFate fate)
    {
        if (before != SuggestionFate.Open && --_fates[before] == 0)
        {
            _fates.Remove(before);
        }

        _fates[fate] = Count(fate) + 1;
    }

    private int Count(SuggestionFate fate) => _fates.GetValueOrDefault(fate);

    private void Show(string id, CompletionOutcome outcome = CompletionOutcome.Shown, params string[] texts) =>
        _tracker.Show(id, _document, _document, "csharp", _document.Text.Length, Answer(outcome, texts is [] ? [Suggestion] : texts));

    private static CompletionAnswer Answer(CompletionOutcome outcome, params string[] texts) =>
        new(outcome, [.. texts.Select(text => new Suggestion(0, 8, text, text[8..], 1, 1))], 1);

    private void Type(string text) => Insert(_document.Text.Length, text);

    private void Insert(int at, string text)
    {
        _document = _document with { Text = _document.Text.Insert(at, text), Version = _document.Version + 1 };
        _tracker.Edit(_document);
    }
}
