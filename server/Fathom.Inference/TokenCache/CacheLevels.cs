namespace Fathom.Inference.TokenCache;

/// <summary>
/// The levels of the nested cache and what they count. A level is a scope and a least number of context tokens; levels
/// are mixed in from short contexts to long ones, and of equal contexts from far scopes to near ones, so that the last word is that of the longest
/// context in the document.
/// </summary>
internal static class CacheLevels
{
    /// <summary>Scopes.</summary>
    public const int Scopes = 3;

    /// <summary>Least context tokens of each level of a scope, ascending; the last is at most <see cref="ContextIndex.Depth"/>.</summary>
    public static ReadOnlySpan<byte> Orders => [1, 2, 3, 4, 5, 6, 8, 10, 13, 17, 22];

    /// <summary>Levels of a scope.</summary>
    public static int Count => Orders.Length;

    // Fitted by gradient descent on the likelihood of 29,000 tokens of five projects that fathom-nano was not trained on.
    private static ReadOnlySpan<float> Biases =>
    [
        -4.73f, -3.58f, -3.41f, -3.68f, -4.15f, -4.54f, -3.84f, -3.67f, -3.47f, -3.63f, -3.45f,
        -4.17f, -3.62f, -3.99f, -4.96f, -4.05f, -3.89f, -4.39f, -5.27f, -5.68f, -5.19f, -2.51f,
        -3.31f, -3.41f, -3.83f, -3.93f, -3.83f, -3.81f, -3.63f, -3.26f, -4.67f, -3.44f, -2.86f,
    ];

    private static ReadOnlySpan<float> CountWeights => [0.12f, 0.28f, 0.60f];

    private static ReadOnlySpan<float> ShareWeights => [2.84f, 2.70f, 2.40f];

    private static ReadOnlySpan<float> ModelWeights => [0.62f, 0.55f, 0.40f];

    /// <summary>
    /// The log-odds with which a level is believed rather than the levels before it and the model: the more, the oftener its context was seen, the more
    /// the occurrences agree, and the less the model contradicts.
    /// </summary>
    /// <param name="scope">The scope.</param>
    /// <param name="level">Index into <see cref="Orders"/>.</param>
    /// <param name="occurrences">How often the context was seen; above 0.</param>
    /// <param name="share">Share of the occurrences that the most frequent token followed, 0 … 1.</param>
    /// <param name="modelLogProbability">The model's log-probability of that token; ≤ 0.</param>
    public static float LogOdds(int scope, int level, float occurrences, float share, float modelLogProbability) =>
        Biases[(scope * Orders.Length) + level]
        + (CountWeights[scope] * MathF.Log(1 + occurrences))
        + (ShareWeights[scope] * share)
        + (ModelWeights[scope] * MathF.Max(modelLogProbability, -10) / 5);
}
