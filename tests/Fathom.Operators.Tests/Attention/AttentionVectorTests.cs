using CsCheck;
using Fathom.Operators.Attention;
using Fathom.Operators.Sequences;
using Fathom.Operators.Vectors;
using Xunit;

namespace Fathom.Operators.Tests.Attention;

/// <summary>The numeric vectors of the specification, and the parts of the kernel at every register width.</summary>
public sealed unsafe class AttentionVectorTests
{
    [Fact]
    public void A_pair_turns_by_its_frequency_times_the_position()
    {
        RotaryTable table = new([1f]);
        float[] pair = [1, 0];

        fixed (float* pointer = pair)
        {
            Rotation.Apply(pointer, table.Row(5, default));
            Assert.Equal(0.28366219f, pointer[0], 1e-7f);
            Assert.Equal(-0.95892427f, pointer[1], 1e-7f);

            Rotation.Undo(pointer, table.Row(5, default));
            Assert.Equal(1, pointer[0], 1e-6f);
            Assert.Equal(0, pointer[1], 1e-6f);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(1048575)]
    public void Angles_are_exact_at_any_position(int position)
    {
        float[] frequencies = [1, 0.687656022f, 0.0343828011f, 5.68052904e-07f];
        RotaryTable table = new(frequencies);

        float[] row = table.Row(position, new float[table.RowLength]).ToArray();

        for (int i = 0; i < frequencies.Length; i++)
        {
            Assert.Equal((float)Math.Cos(position * (double)frequencies[i]), row[2 * i]);
            Assert.Equal((float)Math.Sin(position * (double)frequencies[i]), row[8 + 2 * i + 1]);
        }
    }

    [Fact]
    public void A_sink_takes_weight_but_gives_no_value()
    {
        float[] scores = [1, 2, -1, .. Enumerable.Repeat(float.NegativeInfinity, 13)];

        fixed (float* pointer = scores)
        {
            float factor = SinkSoftmax.Apply<Lanes128>(pointer, 16, 0.5f);

            Assert.Equal(.224208f, scores[0] * factor, 1e-6f);
            Assert.Equal(.609460f, scores[1] * factor, 1e-6f);
            Assert.Equal(.030343f, scores[2] * factor, 1e-6f);
            Assert.Equal(1.564501f, factor * (scores[0] * 1 + scores[1] * 2 + scores[2] * 4), 2e-6f);
            Assert.All(scores[3..], weight => Assert.Equal(0, weight));
        }
    }

    [Fact]
    public void Overlapped_windows_pool_as_published()
    {
        const int Lower = 0, Upper = 32;
        float[][] values = [.. Enumerable.Range(0, 8).Select(p => Row(0.1f * (p + 1), -0.1f * (p + 1), p + 1, 9 - p))];
        float[][] gates = [.. Enumerable.Range(0, 8).Select(p => Row(0, 0.5f * (p % 4), 0.25f * (p % 4), -0.5f * (p % 4)))];

        float[] first = Pool([(0, Upper), (1, Upper), (2, Upper), (3, Upper)]);
        float[] second = Pool(
            [(0, Lower), (1, Lower), (2, Lower), (3, Lower), (4, Upper), (5, Upper), (6, Upper), (7, Upper)]);

        Assert.Equal(2.807095f, first[0], 2e-6f);
        Assert.Equal(8.084576f, first[1], 2e-6f);
        Assert.Equal(4.197240f, second[0], 2e-6f);
        Assert.Equal(0.492944f, second[1], 2e-6f);

        static float[] Row(float lower0, float lower1, float upper0, float upper1)
        {
            float[] row = new float[64];
            (row[0], row[1], row[32], row[33]) = (lower0, lower1, upper0, upper1);
            return row;
        }

        float[] Pool((int Token, int Half)[] rows)
        {
            float[] result = new float[32];
            float[] rowValues = [.. rows.SelectMany(row => values[row.Token][row.Half..(row.Half + 32)])];
            float[] rowGates = [.. rows.SelectMany(row => gates[row.Token][row.Half..(row.Half + 32)])];
            fixed (float* v = rowValues, g = rowGates, r = result)
            {
                float** valuePointers = stackalloc float*[rows.Length];
                float** gatePointers = stackalloc float*[rows.Length];
                for (int i = 0; i < rows.Length; i++)
                {
                    valuePointers[i] = v + 32 * i;
                    gatePointers[i] = g + 32 * i;
                }

                Compressor.Pool<Lanes256>(valuePointers, gatePointers, rows.Length, r, 32);
            }

            return result;
        }
    }

    [Fact]
    public void The_exponential_is_good_to_two_units_in_the_last_place_and_vanishes_below_minus_87() =>
        Gen.Float[-100, 87].Array[16].Sample(values =>
        {
            float[] results = [.. values];
            fixed (float* pointer = results)
            {
                Lanes512.Store(pointer, LaneMath.Exp(Lanes512.Load(pointer)));
            }

            for (int i = 0; i < values.Length; i++)
            {
                double expected = values[i] < -87 ? 0 : Math.Exp(values[i]);
                Assert.True(Math.Abs(results[i] - expected) <= 2.4e-7 * expected, $"exp({values[i]}) = {results[i]}");
            }
        });

    [Fact]
    public void Scores_and_sums_have_the_same_bits_at_every_register_width() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 5], Gen.Int[1, 2], Gen.Int).Sample((width, panels, headGroups, seed) =>
        {
            (float[] scores, float[] sums) expected = Attend<Lanes128>(width, panels, 4 * headGroups, seed);

            Assert.Equivalent(expected, Attend<Lanes256>(width, panels, 4 * headGroups, seed), strict: true);
            Assert.Equivalent(expected, Attend<Lanes512>(width, panels, 4 * headGroups, seed), strict: true);
        });

    private static (float[] Scores, float[] Sums) Attend<TLanes>(int width, int panelCount, int heads, int seed)
        where TLanes : struct, ILanes<TLanes>
    {
        Random random = new(seed);
        RowStore store = new(width, RowLayout.RowsAndPanels);
        float[] row = new float[width];
        float[] queries = [.. Enumerable.Range(0, heads * width).Select(_ => random.NextSingle() - 0.5f)];
        int columns = panelCount * RowStore.PanelRows;
        float[] scores = new float[heads * columns];
        float[] sums = new float[heads * store.Stride];
        float** panels = stackalloc float*[panelCount];
        float** rows = stackalloc float*[columns];
        fixed (float* pointer = row, q = queries, s = scores, o = sums)
        {
            for (int i = 0; i < columns; i++)
            {
                for (int d = 0; d < width; d++)
                {
                    row[d] = random.NextSingle() - 0.5f;
                }

                store.Append(pointer);
            }

            for (int i = 0; i < columns; i++)
            {
                rows[i] = store.Row(i);
                panels[i / RowStore.PanelRows] = store.Panel(i / RowStore.PanelRows);
            }

            KeyScores.Compute<TLanes>(q, heads, width, panels, panelCount, s, columns);
            ValueSums.Add<TLanes>(s, columns, heads, rows, columns, o, store.Stride);
        }

        // The pointers above do not keep the pages.
        GC.KeepAlive(store);

        return (scores, sums);
    }
}
