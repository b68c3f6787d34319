using Fathom.Operators.Formats;
using Fathom.Operators.Linear;

namespace Fathom.Benchmarks.Kernels;

/// <summary>A linear layer of N outputs and K inputs for T rows.</summary>
public sealed class LinearWorkload : IWorkload
{
    private readonly PackedMatrices _weight;
    private readonly LinearKernel _kernel;
    private readonly float[] _input;
    private readonly float[] _output;
    private readonly string _name;

    /// <param name="format">The format of the weight.</param>
    /// <param name="outputs">N.</param>
    /// <param name="inputs">K.</param>
    /// <param name="rows">T.</param>
    public LinearWorkload(WeightFormat format, int outputs, int inputs, int rows)
    {
        _name = $"{format.Name()} {outputs}x{inputs}";
        _kernel = LinearKernel.For(format);
        _weight = new PackedMatrices(format, 1, outputs, inputs);
        _input = RandomFloats.Create(rows * inputs, seed: 2);
        _output = new float[rows * outputs];
        Work = new Work(_weight.Bytes, (long)rows * outputs * inputs);
    }

    public Work Work { get; }

    /// <summary>The shapes of the embedded model: projections, and the head.</summary>
    public static IEnumerable<LinearWorkload> All(int rows) =>
        from format in Enum.GetValues<WeightFormat>()
        from shape in new[] { (256, 128), (128, 256), (512, 512), (8192, 256) }
        select new LinearWorkload(format, shape.Item1, shape.Item2, rows);

    /// <summary>Computes the layer, activations quantised where the format wants it.</summary>
    public float Multiply()
    {
        GroupedProduct.Compute(_kernel, _weight.View, 1, _input, _output, default(CallingThread));
        return _output[0];
    }

    /// <summary>Reads as many bytes.</summary>
    public ulong Read() => _weight.Read(1);

    public override string ToString() => _name;
}
