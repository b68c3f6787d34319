namespace Fathom.Inference.TokenCache;

/// <summary>Says which positions of an index count.</summary>
internal interface IPositionFilter
{
    /// <summary>True when the position counts.</summary>
    bool Counts(int position);
}
