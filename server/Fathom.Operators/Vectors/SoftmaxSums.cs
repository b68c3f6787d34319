namespace Fathom.Operators.Vectors;

/// <summary>What a softmax over a row needs: log softmax(x)[i] = x[i] − <see cref="Largest"/> − log <see cref="Sum"/>.</summary>
/// <param name="Largest">The largest value of the row.</param>
/// <param name="Sum">Σ exp(d) with d = x − largest; at least 1.</param>
/// <param name="Moment">Σ d · exp(d), at most 0; the entropy is log Sum − Moment / Sum, in nats.</param>
public readonly record struct SoftmaxSums(float Largest, float Sum, float Moment)
{
    /// <summary>log Σ exp(x).</summary>
    public float LogSum => Largest + MathF.Log(Sum);
}
