using Fathom.Completion;
using Fathom.Server.Acceptance;

namespace Fathom.Server.Tests.Acceptance;

public sealed class RejectionBackOffTests
{
    private const string Document = "file:///project/Orders.cs";
    private readonly ManualClock _clock = new();
    private readonly RejectionBackOff _backOff;

    public RejectionBackOffTests() => _backOff = new RejectionBackOff(_clock);

    [Theory]
    [InlineData(0, ConfidenceLevel.Eager)]
    [InlineData(RejectionBackOff.RejectionsPerStep - 1, ConfidenceLevel.Eager)]
    [InlineData(RejectionBackOff.RejectionsPerStep, ConfidenceLevel.Balanced)]
    [InlineData(2 * RejectionBackOff.RejectionsPerStep, ConfidenceLevel.Quiet)]
    [InlineData(20 * RejectionBackOff.RejectionsPerStep, ConfidenceLevel.Quiet)]
    public void Rejections_in_a_row_make_it_stricter(int rejections, ConfidenceLevel expected)
    {
        Reject(rejections);

        Assert.Equal(expected, Eager(CompletionTrigger.Automatic));
    }

    [Theory]
    [InlineData(nameof(SuggestionFate.Accepted))]
    [InlineData(nameof(SuggestionFate.PartlyAccepted))]
    public void One_acceptance_ends_that(string fate)
    {
        Reject(20 * RejectionBackOff.RejectionsPerStep);

        _backOff.Note(Document, Enum.Parse<SuggestionFate>(fate));

        Assert.Equal(ConfidenceLevel.Eager, Eager(CompletionTrigger.Automatic));
    }

    [Theory]
    [InlineData(1, ConfidenceLevel.Balanced)]
    [InlineData(2, ConfidenceLevel.Eager)]
    public void A_suggestion_that_was_typed_letter_by_letter_was_right_and_takes_a_step_back(int typedThrough, ConfidenceLevel expected)
    {
        Reject(20 * RejectionBackOff.RejectionsPerStep);

        for (int i = 0; i < typedThrough; i++)
        {
            _backOff.Note(Document, SuggestionFate.TypedThrough);
        }

        Assert.Equal(expected, Eager(CompletionTrigger.Automatic));
    }

    [Fact]
    public void Rejections_in_one_document_say_nothing_of_another()
    {
        Reject(2 * RejectionBackOff.RejectionsPerStep);

        Assert.Equal((2, 0), (_backOff.Step(Document), _backOff.Step("file:///project/Customers.cs")));
    }

    [Fact]
    public void Rejections_are_forgotten_when_none_follows()
    {
        Reject(2 * RejectionBackOff.RejectionsPerStep);
        _clock.Advance(RejectionBackOff.Memory - TimeSpan.FromMilliseconds(1));
        int before = _backOff.Step(Document);

        _clock.Advance(1);
        Reject(1);

        Assert.Equal((2, 0), (before, _backOff.Step(Document)));
    }

    [Fact]
    public void What_is_asked_for_by_a_key_is_answered_as_always()
    {
        Reject(2 * RejectionBackOff.RejectionsPerStep);

        Assert.Equal(ConfidenceLevel.Eager, Eager(CompletionTrigger.Invoked));
    }

    private void Reject(int times)
    {
        for (int i = 0; i < times; i++)
        {
            _backOff.Note(Document, SuggestionFate.Rejected);
        }
    }

    private ConfidenceLevel Eager(CompletionTrigger trigger) =>
        _backOff.Apply(CompletionSettings.Default with { Confidence = ConfidenceLevel.Eager }, Document, trigger).Confidence;
}
