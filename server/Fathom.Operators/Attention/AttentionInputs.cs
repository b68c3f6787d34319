using Fathom.Operators.OnnxRuntime;

namespace Fathom.Operators.Attention;

/// <summary>The inputs of one HybridAttention run as pointers into ONNX Runtime's memory, valid until the kernel returns; null where absent.</summary>
internal readonly unsafe struct AttentionInputs
{
    internal readonly int Rows;
    internal readonly float* Query;
    internal readonly float* KeyValue;
    internal readonly float* KeyValueNorm;
    internal readonly float* Sinks;
    internal readonly float* InverseFrequencies;
    internal readonly long* Sequences;
    internal readonly long* Positions;
    internal readonly CompressorInputs Compressor;
    internal readonly float* IndexQuery;
    internal readonly float* IndexWeights;
    internal readonly CompressorInputs Indexer;

    /// <summary>Reads the inputs that the attributes call for and checks their shapes.</summary>
    /// <exception cref="OperatorException">One is missing or has another shape.</exception>
    internal AttentionInputs(KernelContext context, HybridAttentionAttributes attributes)
    {
        InputTensor<long> positions = context.InputOfRank<long>(6, 1);
        long rows = positions.Shape[0];
        int width = attributes.HeadWidth;
        Rows = (int)rows;
        Positions = TensorMemory.Pointer(positions.Data);
        Query = TensorMemory.Pointer(context.Input<float>(0, rows, (long)attributes.Heads * width));
        KeyValue = TensorMemory.Pointer(context.Input<float>(1, rows, width));
        KeyValueNorm = TensorMemory.Pointer(context.Input<float>(2, width));
        Sinks = TensorMemory.Pointer(context.Input<float>(3, attributes.Heads));
        InverseFrequencies = TensorMemory.Pointer(context.Input<float>(4, attributes.RotaryWidth / 2));
        Sequences = TensorMemory.Pointer(context.Input<long>(5, rows));
        if (attributes.Ratio > 0)
        {
            Compressor = new(context, 7, 10, rows, attributes.Ratio, attributes.Parts, width);
        }

        if (attributes.HasIndexer)
        {
            IndexQuery = TensorMemory.Pointer(context.Input<float>(11, rows, (long)attributes.IndexHeads * attributes.IndexWidth));
            IndexWeights = TensorMemory.Pointer(context.Input<float>(12, rows, attributes.IndexHeads));
            Indexer = new(context, 13, 16, rows, attributes.Ratio, 2, attributes.IndexWidth);
        }
    }
}
