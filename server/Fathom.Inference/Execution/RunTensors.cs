using Microsoft.ML.OnnxRuntime;

namespace Fathom.Inference.Execution;

/// <summary>
/// The input and output tensors of a run of T rows with R rows of logits, over pinned buffers that are kept from run to run. Runs of the
/// same shape, as in decoding, reuse the tensors too.
/// </summary>
internal sealed class RunTensors(int vocabularySize) : IDisposable
{
    private long[] _inputs = [];
    private long[] _logitRows = [];
    private float[] _logits = [];
    private int _rows = -1;
    private int _outputRows = -1;

    /// <summary>input_ids, positions, sequences and logit_rows.</summary>
    public OrtValue[] Inputs { get; } = new OrtValue[4];

    /// <summary>logits.</summary>
    public OrtValue[] Outputs { get; } = new OrtValue[1];

    public Span<long> InputIds => _inputs.AsSpan(0, _rows);

    public Span<long> Positions => _inputs.AsSpan(_rows, _rows);

    public Span<long> Sequences => _inputs.AsSpan(2 * _rows, _rows);

    public Span<long> LogitRows => _logitRows.AsSpan(0, _outputRows);

    /// <summary>[R, V], after the run.</summary>
    public ReadOnlySpan<float> Logits => _logits.AsSpan(0, _outputRows * vocabularySize);

    /// <summary>Gives the tensors the shapes of a run; their contents are undefined.</summary>
    public void Shape(int rows, int outputRows)
    {
        if (rows != _rows)
        {
            Reserve(ref _inputs, 3 * rows);
            Inputs[0]?.Dispose();
            Inputs[1]?.Dispose();
            Inputs[2]?.Dispose();
            for (int i = 0; i < 3; i++)
            {
                Inputs[i] = Tensor(_inputs.AsMemory(i * rows, rows), [rows]);
            }

            _rows = rows;
        }

        if (outputRows != _outputRows)
        {
            Reserve(ref _logitRows, outputRows);
            Reserve(ref _logits, checked(outputRows * vocabularySize));
            Inputs[3]?.Dispose();
            Outputs[0]?.Dispose();
            Inputs[3] = Tensor(_logitRows.AsMemory(0, outputRows), [outputRows]);
            Outputs[0] = Tensor(_logits.AsMemory(0, outputRows * vocabularySize), [outputRows, vocabularySize]);
            _outputRows = outputRows;
        }
    }

    public void Dispose()
    {
        foreach (OrtValue? value in (OrtValue?[])[.. Inputs, .. Outputs])
        {
            value?.Dispose();
        }
    }

    private static OrtValue Tensor<T>(Memory<T> memory, long[] shape)
        where T : unmanaged => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, memory, shape);

    private static void Reserve<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = GC.AllocateUninitializedArray<T>(length, pinned: true);
        }
    }
}
