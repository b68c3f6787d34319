namespace Fathom.Inference.Generation;

/// <summary>Why a generation is over.</summary>
public enum GenerationEnd
{
    /// <summary>It is not over.</summary>
    None,

    /// <summary>The model gave a control token.</summary>
    Model,

    /// <summary>A stop string came.</summary>
    StopString,

    /// <summary>The most tokens allowed have been given, or the model knows no further positions.</summary>
    Limit,
}
