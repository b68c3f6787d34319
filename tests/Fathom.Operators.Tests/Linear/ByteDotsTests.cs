using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CsCheck;
using Fathom.Operators.Linear;
using Xunit;

namespace Fathom.Operators.Tests.Linear;

public sealed class ByteDotsTests
{
    private static readonly Gen<sbyte[]> Codes = Gen.Frequency(
        (3, Gen.SByte[-127, 127]), (1, Gen.Bool.Select(isHigh => (sbyte)(isHigh ? 127 : -127)))).Array[32];

    [Fact]
    public void Byte_dots_are_exact_with_and_without_vnni()
    {
        Assert.SkipUnless(Avx2.IsSupported, "Needs a processor with AVX2.");
        Gen.Select(Codes, Codes).Sample((weights, x) =>
        {
            Vector256<sbyte> w = Vector256.Create(weights), codes = Vector256.Create(x);

            Vector256<int> thousand = Vector256.Create(1000);

            Vector256<int> correction = ByteDots.WantsUnsignedWeights ? ByteDots.Sums(codes) * -128 : Vector256<int>.Zero;
            Vector256<int> best = ByteDots.Bytes(thousand + correction, ByteDots.Weights(w), codes);
            Vector256<int> pairs = ByteDots.BytesInPairs(thousand, w, codes);

            for (int lane = 0; lane < 8; lane++)
            {
                int expected = 1000 + Enumerable.Range(4 * lane, 4).Sum(k => weights[k] * x[k]);
                Assert.Equal(expected, best[lane]);
                Assert.Equal(expected, pairs[lane]);
            }
        });
    }

    [Fact]
    public void Byte_dots_without_either_are_exact()
    {
        Gen.Select(Codes, Codes).Sample((weights, x) =>
        {
            Vector128<int> dots = PortableDots.AddFours(Vector128.Create(1000), Vector128.Create<sbyte>(weights.AsSpan(0, 16)), Vector128.Create<sbyte>(x.AsSpan(0, 16)));

            for (int lane = 0; lane < 4; lane++)
            {
                Assert.Equal(1000 + Enumerable.Range(4 * lane, 4).Sum(k => weights[k] * x[k]), dots[lane]);
            }
        });
    }

    [Fact]
    public void Nibble_dots_are_exact_with_and_without_vnni()
    {
        Assert.SkipUnless(Avx2.IsSupported, "Needs a processor with AVX2.");
        Gen.Select(Gen.Byte[0, 15].Array[32], Codes).Sample((weights, x) =>
        {
            Vector256<byte> w = Vector256.Create(weights);
            Vector256<sbyte> codes = Vector256.Create(x);
            Vector256<int> addend = Vector256.Create(1000);

            Vector256<int> best = ByteDots.Nibbles(addend, w, codes);
            Vector256<int> pairs = ByteDots.NibblesInPairs(addend, w, codes);

            for (int lane = 0; lane < 8; lane++)
            {
                int expected = 1000 + Enumerable.Range(4 * lane, 4).Sum(k => weights[k] * x[k]);
                Assert.Equal(expected, best[lane]);
                Assert.Equal(expected, pairs[lane]);
            }
        });
    }
}
