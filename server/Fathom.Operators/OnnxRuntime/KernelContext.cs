using System.Runtime.CompilerServices;

namespace Fathom.Operators.OnnxRuntime;

/// <summary>
/// One run of one node: its inputs as spans over ONNX Runtime's memory, its outputs as they are asked for, and the session's threads.
/// Nothing here allocates on the managed heap.
/// </summary>
internal readonly unsafe ref struct KernelContext(nint context, OperatorDeclaration declaration) : IParallelLoop
{
    private readonly nuint _inputs = InputCount(context);

    /// <summary>Whether the node has this input.</summary>
    internal bool HasInput(int index) => Value(index) != 0;

    /// <summary>An input of any shape.</summary>
    /// <exception cref="OperatorException">It is absent or its element type is not <typeparamref name="T"/>.</exception>
    internal InputTensor<T> Input<T>(int index)
        where T : unmanaged
    {
        void* data = Open<T>(index, out ReadOnlySpan<long> shape);
        return new(new(data, Count(shape)), shape);
    }

    /// <summary>The elements of an input of exactly the given shape.</summary>
    /// <exception cref="OperatorException">It is absent, its element type is not <typeparamref name="T"/>, or its shape is another.</exception>
    internal ReadOnlySpan<T> Input<T>(int index, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        InputTensor<T> tensor = Input<T>(index);
        if (!tensor.Shape.SequenceEqual(shape))
        {
            ThrowShape(index, tensor.Shape, $"{Describe(shape)} is expected");
        }

        return tensor.Data;
    }

    /// <summary>The elements of an optional input of exactly the given shape; empty where the node has none.</summary>
    internal ReadOnlySpan<T> OptionalInput<T>(int index, params ReadOnlySpan<long> shape)
        where T : unmanaged =>
        HasInput(index) ? Input<T>(index, shape) : default;

    /// <summary>The first element of an input of exactly the given shape, for weights that may have more elements than a span can.</summary>
    /// <exception cref="OperatorException">It is absent, its element type is not <typeparamref name="T"/>, or its shape is another.</exception>
    internal T* Weight<T>(int index, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        void* data = Open<T>(index, out ReadOnlySpan<long> actual);
        if (!actual.SequenceEqual(shape))
        {
            ThrowShape(index, actual, $"{Describe(shape)} is expected");
        }

        return (T*)data;
    }

    /// <summary>An input of the given rank, for kernels that take dimensions from it.</summary>
    /// <exception cref="OperatorException">It is absent, its element type is not <typeparamref name="T"/>, or its rank is another.</exception>
    internal InputTensor<T> InputOfRank<T>(int index, int rank)
        where T : unmanaged
    {
        InputTensor<T> tensor = Input<T>(index);
        if (tensor.Shape.Length != rank)
        {
            ThrowShape(index, tensor.Shape, $"{rank} dimensions are expected");
        }

        return tensor;
    }

    /// <summary>Allocates an output; its elements are not cleared. Empty where the node leaves an optional output out.</summary>
    internal Span<T> Output<T>(int index, params ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        nuint count;
        OrtApi.Check(OrtApi.KernelContextGetOutputCount(context, &count));
        if ((nuint)index >= count)
        {
            return default;
        }

        nint value;
        fixed (long* dimensions = shape)
        {
            OrtApi.Check(OrtApi.KernelContextGetOutput(context, (nuint)index, dimensions, (nuint)shape.Length, &value));
        }

        if (value == 0)
        {
            return default;
        }

        void* data;
        OrtApi.Check(OrtApi.GetTensorMutableData(value, &data));
        return new(data, Count(shape));
    }

    /// <summary>
    /// Runs <paramref name="body"/> for 0…<paramref name="count"/>−1 on the session's intra-op threads (this one among them) and returns when all are
    /// done. Handing work to another thread costs some microseconds: give every iteration tens of microseconds, and small jobs no loop at all.
    /// </summary>
    public void ParallelFor<TBody>(int count, scoped ref TBody body)
        where TBody : struct, IParallelBody, allows ref struct
    {
        if (count == 1)
        {
            body.Run(0);
        }
        else if (count > 1)
        {
            ParallelCall.Run(context, count, ref body);
        }
    }

    /// <summary>A refusal of an input's shape, for expectations that a list of dimensions does not say.</summary>
    internal void ThrowShape(int index, ReadOnlySpan<long> shape, string expectation) =>
        throw new OperatorException($"input '{declaration.Inputs[index].Name}' has shape {Describe(shape)}; {expectation}.");

    private void* Open<T>(int index, out ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        nint value = Value(index);
        if (value == 0)
        {
            throw new OperatorException($"input '{declaration.Inputs[index].Name}' is missing; this node needs it.");
        }

        ElementType type;
        long* dimensions;
        nuint rank;
        OrtApi.Check(OrtApi.GetTensorTypeAndShape(value, &type, &dimensions, &rank));
        if (type != ElementTypeOf<T>())
        {
            throw new OperatorException($"input '{declaration.Inputs[index].Name}' holds {type}; {ElementTypeOf<T>()} is expected.");
        }

        void* data;
        OrtApi.Check(OrtApi.GetTensorMutableData(value, &data));
        shape = new(dimensions, (int)rank);
        return data;
    }

    private nint Value(int index)
    {
        if ((nuint)index >= _inputs)
        {
            return 0;
        }

        nint value;
        OrtApi.Check(OrtApi.KernelContextGetInput(context, (nuint)index, &value));
        return value;
    }

    private static nuint InputCount(nint context)
    {
        nuint count;
        OrtApi.Check(OrtApi.KernelContextGetInputCount(context, &count));
        return count;
    }

    private static int Count(ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long dimension in shape)
        {
            count = checked(count * dimension);
        }

        return checked((int)count);
    }

    private static string Describe(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ElementType ElementTypeOf<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? ElementType.Float32
        : typeof(T) == typeof(long) ? ElementType.Int64
        : typeof(T) == typeof(sbyte) ? ElementType.Int8
        : typeof(T) == typeof(byte) ? ElementType.UInt8
        : typeof(T) == typeof(int) ? ElementType.Int32
        : throw new NotSupportedException($"Operators have no tensors of {typeof(T).Name}.");
}
