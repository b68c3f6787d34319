namespace Fathom.Inference.Verification;

/// <summary>The largest absolute difference between two tensors, and where it is.</summary>
/// <param name="Tensor">Name of the expected tensor.</param>
/// <param name="Value">The difference; NaN when the model gave no number.</param>
/// <param name="Row">Its row (position), from 0.</param>
/// <param name="Column">Its column, from 0.</param>
public sealed record LargestDifference(string Tensor, float Value, int Row, int Column)
{
    /// <summary>Whether it is at most <paramref name="tolerance"/>; never for NaN.</summary>
    public bool IsWithin(float tolerance) => Value <= tolerance;

    /// <summary>Compares <paramref name="actual"/> with <paramref name="expected"/>, both [rows, columns].</summary>
    internal static LargestDifference Between(string tensor, ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, int columns)
    {
        float largest = 0;
        int index = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            float difference = MathF.Abs(actual[i] - expected[i]);
            if (!(difference <= largest))
            {
                (largest, index) = (difference, i);
                if (float.IsNaN(difference))
                {
                    break;
                }
            }
        }

        return new LargestDifference(tensor, largest, index / columns, index % columns);
    }
}
