namespace Fathom.Benchmarks.Kernels;

/// <summary>Reproducible input.</summary>
internal static class RandomFloats
{
    /// <summary>Numbers in −0.5…0.5.</summary>
    public static float[] Create(int count, int seed)
    {
        float[] values = new float[count];
        Fill(values, seed);
        return values;
    }

    /// <summary>Fills with numbers in −0.5…0.5.</summary>
    public static void Fill(Span<float> values, int seed)
    {
        Random random = new(seed);
        foreach (ref float value in values)
        {
            value = random.NextSingle() - 0.5f;
        }
    }
}
