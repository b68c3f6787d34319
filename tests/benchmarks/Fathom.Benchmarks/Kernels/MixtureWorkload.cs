using Fathom.Operators.Experts;
using Fathom.Operators.Formats;

namespace Fathom.Benchmarks.Kernels;

/// <summary>A mixture layer of the embedded model's size, 8 experts of which a token takes 2, and a shared one: d = 256, I = 128.</summary>
public sealed class MixtureWorkload : IWorkload
{
    private const int Experts = 8;
    private const int PerToken = 2;
    private const int HiddenWidth = 256;
    private const int ExpertWidth = 128;
    private const float Limit = 10;

    private readonly WeightFormat _format;
    private readonly PackedMatrices _gateUp;
    private readonly PackedMatrices _down;
    private readonly PackedMatrices _sharedGateUp;
    private readonly PackedMatrices _sharedDown;
    private readonly float[] _hidden;
    private readonly float[] _output;
    private readonly float[] _weights;
    private readonly long[] _chosen;

    /// <param name="format">The format of all weights.</param>
    /// <param name="tokens">T.</param>
    public MixtureWorkload(WeightFormat format, int tokens)
    {
        _format = format;
        _gateUp = new PackedMatrices(format, 2 * Experts, ExpertWidth, HiddenWidth);
        _down = new PackedMatrices(format, Experts, HiddenWidth, ExpertWidth);
        _sharedGateUp = new PackedMatrices(format, 2, ExpertWidth, HiddenWidth);
        _sharedDown = new PackedMatrices(format, 1, HiddenWidth, ExpertWidth);
        _hidden = RandomFloats.Create(tokens * HiddenWidth, seed: 3);
        _output = new float[tokens * HiddenWidth];
        _weights = [.. Enumerable.Repeat(0.75f, tokens * PerToken)];
        _chosen = [.. Enumerable.Range(0, tokens * PerToken).Select(i => (long)((i * 5 / 2) % Experts))];
        int read = tokens == 1 ? PerToken : Experts;
        long bytes = (read * (long)(_gateUp.Bytes + _down.Bytes) / Experts) + _sharedGateUp.Bytes + _sharedDown.Bytes;
        Work = new Work(bytes, (long)tokens * (PerToken + 1) * 3 * HiddenWidth * ExpertWidth);
    }

    public Work Work { get; }

    /// <summary>All formats that experts come in.</summary>
    public static IEnumerable<MixtureWorkload> All(int tokens) => Enum.GetValues<WeightFormat>().Select(format => new MixtureWorkload(format, tokens));

    /// <summary>Computes the layer.</summary>
    public float Compute()
    {
        ExpertWeights routed = new(_gateUp.View, _down.View);
        ExpertWeights shared = new(_sharedGateUp.View, _sharedDown.View);
        Mixture.Compute(routed, Experts, shared, Limit, _hidden, _chosen, _weights, _output, default(CallingThread));
        return _output[0];
    }

    /// <summary>Reads as many bytes of weights as one token needs.</summary>
    public ulong Read() => _gateUp.Read(2 * PerToken) ^ _down.Read(PerToken) ^ _sharedGateUp.Read(2) ^ _sharedDown.Read(1);

    public override string ToString() => _format.Name();
}
