using Fathom.Operators.OnnxRuntime;

namespace Fathom.Operators.Attention;

/// <summary>The four inputs of one compressor: values [T, c·D], gates [T, c·D], position bias [m, c·D], norm [D].</summary>
internal readonly unsafe struct CompressorInputs
{
    internal readonly float* Values;
    internal readonly float* Gates;
    internal readonly float* PositionBias;
    internal readonly float* Norm;

    /// <param name="context">The run.</param>
    /// <param name="first">Number of the input with the values; gates and position bias follow.</param>
    /// <param name="norm">Number of the input with the norm.</param>
    /// <param name="rows">T.</param>
    /// <param name="ratio">m.</param>
    /// <param name="parts">c.</param>
    /// <param name="width">D.</param>
    internal CompressorInputs(KernelContext context, int first, int norm, long rows, int ratio, int parts, int width)
    {
        Values = TensorMemory.Pointer(context.Input<float>(first, rows, parts * width));
        Gates = TensorMemory.Pointer(context.Input<float>(first + 1, rows, parts * width));
        PositionBias = TensorMemory.Pointer(context.Input<float>(first + 2, ratio, parts * width));
        Norm = TensorMemory.Pointer(context.Input<float>(norm, width));
    }
}
