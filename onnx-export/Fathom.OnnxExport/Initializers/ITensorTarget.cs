namespace Fathom.OnnxExport.Initializers;

/// <summary>Where the bytes of one tensor go.</summary>
internal interface ITensorTarget
{
    /// <summary>Writes bytes at an offset from the tensor's beginning; parts may come in any order, each once.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);
}
