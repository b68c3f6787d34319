using Fathom.Server.Debounce;

namespace Fathom.Server.Tests.Debounce;

public sealed class AdaptiveDebounceTests
{
    private readonly ManualClock _clock = new();
    private readonly AdaptiveDebounce _debounce;

    public AdaptiveDebounceTests() => _debounce = new AdaptiveDebounce(_clock);

    [Fact]
    public void Nothing_known_means_no_wait() => Assert.Equal(TimeSpan.Zero, _debounce.Wait(null, 0));

    [Fact]
    public void A_model_that_answers_between_two_keys_is_asked_at_once()
    {
        _debounce.Generated(TimeSpan.FromMilliseconds(80));

        Type(gap: 150, keys: 10);

        Assert.Equal(TimeSpan.Zero, _debounce.Wait(null, 0));
    }

    [Fact]
    public void A_slow_model_is_asked_once_the_usual_gap_is_over()
    {
        _debounce.Generated(TimeSpan.FromMilliseconds(900));

        Type(gap: 120, keys: 10);
        TimeSpan atOnce = _debounce.Wait(null, 0);
        _clock.Advance(50);
        TimeSpan later = _debounce.Wait(null, 0);
        _clock.Advance(100);

        Assert.Equal((120, 70, 0), (atOnce.TotalMilliseconds, later.TotalMilliseconds, _debounce.Wait(null, 0).TotalMilliseconds));
    }

    [Fact]
    public void Uneven_typing_waits_longer_than_even_typing()
    {
        var even = new AdaptiveDebounce(_clock);
        foreach (AdaptiveDebounce each in (AdaptiveDebounce[])[even, _debounce])
        {
            each.Generated(TimeSpan.FromMilliseconds(900));
        }

        Type(gap: 120, keys: 10, even);
        TimeSpan evenly = even.Wait(null, 0);
        for (int i = 0; i < 5; i++)
        {
            Type(gap: 60, keys: 1);
            Type(gap: 180, keys: 1);
        }

        Assert.True(_debounce.Wait(null, 0) > evenly);
    }

    [Theory]
    [InlineData(160, 80)]
    [InlineData(5000, 300)]
    public void It_waits_no_more_than_half_of_the_models_time_and_never_long(int latency, int most)
    {
        _debounce.Generated(TimeSpan.FromMilliseconds(latency));

        Type(gap: latency > 900 ? 900 : 150, keys: 20);

        Assert.InRange(_debounce.Wait(null, 0).TotalMilliseconds, 1, most);
    }

    [Fact]
    public void Pauses_are_not_typing()
    {
        _debounce.Generated(TimeSpan.FromMilliseconds(900));
        Type(gap: 100, keys: 10);

        Type(gap: 60_000, keys: 1);

        Assert.Equal(100, _debounce.Wait(null, 0).TotalMilliseconds);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(250, 250)]
    [InlineData(2000, 2000)]
    public void What_the_user_has_set_is_what_counts(int chosen, int expected) =>
        Assert.Equal(expected, _debounce.Wait(chosen, backOffStep: 2).TotalMilliseconds);

    [Theory]
    [InlineData(0, 120)]
    [InlineData(1, 180)]
    [InlineData(2, 240)]
    public void A_slow_model_is_asked_later_for_someone_who_rejects_a_lot(int backOffStep, int expected)
    {
        _debounce.Generated(TimeSpan.FromMilliseconds(900));

        Type(gap: 120, keys: 10);

        Assert.Equal(expected, _debounce.Wait(null, backOffStep).TotalMilliseconds);
    }

    [Fact]
    public void A_fast_model_is_asked_at_once_by_someone_who_rejects_a_lot_too()
    {
        _debounce.Generated(TimeSpan.FromMilliseconds(6));

        Type(gap: 120, keys: 10);

        Assert.Equal(TimeSpan.Zero, _debounce.Wait(null, backOffStep: 2));
    }

    private void Type(int gap, int keys, AdaptiveDebounce? debounce = null)
    {
        for (int i = 0; i < keys; i++)
        {
            _clock.Advance(gap);
            (debounce ?? _debounce).Typed();
        }
    }
}
