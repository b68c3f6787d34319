using CsCheck;
using Fathom.Inference.Sampling;

namespace Fathom.Inference.Tests.Sampling;

public sealed class StopStringFilterTests
{
    [Fact]
    public void Text_ends_before_the_first_stop_string_however_it_arrives() =>
        Gen.OneOf("a", "b", "ab", "ba", "aab").Array[0, 12].Select(Gen.OneOf("a", "aba", "bb", "abab", "zz").Array[0, 3]).Sample((pieces, stops) =>
        {
            StopStringFilter filter = new(stops);
            string all = string.Concat(pieces);
            int end = stops.Select(stop => all.IndexOf(stop, StringComparison.Ordinal)).Where(index => index >= 0).DefaultIfEmpty(all.Length).Min();

            string shown = string.Concat(pieces.Select(filter.Append)) + filter.Flush();

            return shown == all[..end] && filter.HasStopped == end < all.Length;
        });

    [Fact]
    public void Holds_back_only_what_may_become_a_stop_string()
    {
        StopStringFilter filter = new(["\n\n"]);

        Assert.Equal("return x;", filter.Append("return x;\n"));
        Assert.Equal("\n}", filter.Append("}"));
    }
}
