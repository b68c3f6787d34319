using Microsoft.ML.OnnxRuntime;

namespace Fathom.Operators.Tests.OnnxRuntime;

/// <summary>A tensor that a test hands to a node or gets from it.</summary>
internal sealed record Tensor(Array Elements, params long[] Shape)
{
    internal float[] Floats => (float[])Elements;

    internal long[] Int64s => (long[])Elements;

    /// <summary>The ONNX element type.</summary>
    internal int Type => Elements switch
    {
        float[] => 1,
        _ when IsSignedBytes => 3,
        byte[] => 2,
        int[] => 6,
        long[] => 7,
        _ => throw new NotSupportedException(),
    };

    /// <summary>A pattern would not tell: to the runtime an sbyte[] is a byte[] as well.</summary>
    private bool IsSignedBytes => Elements.GetType() == typeof(sbyte[]);

    internal OrtValue ToOrtValue() => Elements switch
    {
        float[] floats => OrtValue.CreateTensorValueFromMemory(floats, Shape),
        _ when IsSignedBytes => OrtValue.CreateTensorValueFromMemory((sbyte[])Elements, Shape),
        byte[] bytes => OrtValue.CreateTensorValueFromMemory(bytes, Shape),
        int[] integers => OrtValue.CreateTensorValueFromMemory(integers, Shape),
        long[] integers => OrtValue.CreateTensorValueFromMemory(integers, Shape),
        _ => throw new NotSupportedException(),
    };

    internal static Tensor From(OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        return info.ElementDataType == Microsoft.ML.OnnxRuntime.Tensors.TensorElementType.Int64
            ? new(value.GetTensorDataAsSpan<long>().ToArray(), info.Shape)
            : new(value.GetTensorDataAsSpan<float>().ToArray(), info.Shape);
    }
}
