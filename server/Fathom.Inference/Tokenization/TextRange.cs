namespace Fathom.Inference.Tokenization;

/// <summary>A part of a text, in UTF-16 units.</summary>
internal readonly record struct TextRange(int Start, int Length)
{
    /// <summary>One past the last unit.</summary>
    public int End => Start + Length;
}
