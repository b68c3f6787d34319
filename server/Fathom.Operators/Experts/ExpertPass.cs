using Fathom.Operators.Linear;
using Fathom.Operators.OnnxRuntime;
using Fathom.Operators.Vectors;

namespace Fathom.Operators.Experts;

/// <summary>
/// result[s] = W₂ · h(W₁ · x, W₃ · x) for the slots s of a list of segments, x the hidden row of the slot's token, h as in <see cref="GatedActivation"/>. Each
/// expert's weights are read once, for all its slots.
/// </summary>
internal readonly unsafe struct ExpertPass
{
    private readonly ExpertWeights _weights;
    private readonly ExpertSegment* _segments;
    private readonly int _segmentCount;
    private readonly int _slots;
    private readonly float _limit;
    private readonly byte* _hidden;
    private readonly nint _hiddenStride;
    private readonly int* _tokens;
    private readonly float* _slotWeights;
    private readonly float* _gateUp;
    private readonly byte* _activated;
    private readonly float* _result;

    /// <param name="weights">The experts.</param>
    /// <param name="segments">Which slots go where.</param>
    /// <param name="segmentCount">How many segments.</param>
    /// <param name="slots">How many slots the segments have together.</param>
    /// <param name="limit">The clamp c.</param>
    /// <param name="hidden">Hidden rows, prepared for the experts' kernel or plain floats as it likes.</param>
    /// <param name="tokens">The hidden row of each slot; null where slot s has row s.</param>
    /// <param name="slotWeights">The routing weight of each slot; null for 1.</param>
    /// <param name="result">Receives [slots, d].</param>
    /// <param name="arena">Where intermediate results go.</param>
    public ExpertPass(
        in ExpertWeights weights,
        ExpertSegment* segments,
        int segmentCount,
        int slots,
        float limit,
        void* hidden,
        int* tokens,
        float* slotWeights,
        float* result,
        Arena arena)
    {
        _weights = weights;
        _segments = segments;
        _segmentCount = segmentCount;
        _slots = slots;
        _limit = limit;
        _hidden = (byte*)hidden;
        _hiddenStride = weights.Kernel.PreparedBytes(weights.HiddenWidth) is > 0 and int bytes ? bytes : weights.HiddenWidth * sizeof(float);
        _tokens = tokens;
        _slotWeights = slotWeights;
        _gateUp = arena.Take<float>(checked(2 * slots * weights.ExpertWidth));
        _activated = arena.Take<byte>(checked(slots * weights.Kernel.PreparedBytes(weights.ExpertWidth)));
        _result = result;
    }

    /// <summary>Computes the result.</summary>
    public void Run<TLoop>(scoped TLoop loop)
        where TLoop : IParallelLoop, allows ref struct
    {
        long multiplyAdds = (long)_slots * _weights.ExpertWidth * _weights.HiddenWidth;

        int pieces = PiecesPerSegment(2 * multiplyAdds);
        GateUpBody gateUp = new(this, pieces);
        loop.ParallelFor(pieces == 0 ? 1 : pieces * _segmentCount, ref gateUp);

        for (int i = 0; i < _segmentCount; i++)
        {
            Prepare(_segments[i]);
        }

        pieces = PiecesPerSegment(multiplyAdds);
        DownBody down = new(this, pieces);
        loop.ParallelFor(pieces == 0 ? 1 : pieces * _segmentCount, ref down);
    }

    /// <summary>0 where the whole job is one piece.</summary>
    private int PiecesPerSegment(long multiplyAdds)
    {
        int pieces = WorkSplit.Pieces(multiplyAdds);
        return pieces == 1 ? 0 : (pieces + _segmentCount - 1) / _segmentCount;
    }

    private void GateUp(in ExpertSegment segment, int start, int end)
    {
        int width = _weights.ExpertWidth;
        int* tokens = _tokens is null ? null : _tokens + segment.First;
        byte* hidden = _tokens is null ? _hidden + (segment.First * _hiddenStride) : _hidden;
        InputRows inputs = new(hidden, _hiddenStride, segment.Count, tokens);
        float* gate = _gateUp + (2 * (nint)segment.First * width);
        _weights.Kernel.Run(_weights.Gate(segment.Expert), start, end, inputs, gate, 2 * width);
        _weights.Kernel.Run(_weights.Up(segment.Expert), start, end, inputs, gate + width, 2 * width);
        for (int s = 0; s < segment.Count; s++, gate += 2 * width)
        {
            float weight = _slotWeights is null ? 1 : _slotWeights[segment.First + s];
            GatedActivation.Apply(gate + start, gate + width + start, end - start, _limit, weight);
        }
    }

    private void Prepare(in ExpertSegment segment)
    {
        int width = _weights.ExpertWidth;
        nint bytes = _weights.Kernel.PreparedBytes(width);
        for (int s = segment.First; bytes > 0 && s < segment.First + segment.Count; s++)
        {
            _weights.Kernel.Prepare(_gateUp + (2 * (nint)s * width), width, _activated + (s * bytes));
        }
    }

    private void Down(in ExpertSegment segment, int start, int end)
    {
        int width = _weights.ExpertWidth;
        nint bytes = _weights.Kernel.PreparedBytes(width);
        InputRows inputs = bytes > 0
            ? new(_activated + (segment.First * bytes), bytes, segment.Count)
            : new(_gateUp + (2 * (nint)segment.First * width), 2 * (nint)width * sizeof(float), segment.Count);
        int hiddenWidth = _weights.HiddenWidth;
        _weights.Kernel.Run(_weights.Down(segment.Expert), start, end, inputs, _result + ((nint)segment.First * hiddenWidth), hiddenWidth);
    }

    private readonly struct GateUpBody(ExpertPass pass, int pieces) : IParallelBody
    {
        public void Run(int index)
        {
            int width = pass._weights.ExpertWidth;
            if (pieces > 0)
            {
                int piece = index % pieces;
                pass.GateUp(pass._segments[index / pieces], WorkSplit.Start(width, pieces, piece), WorkSplit.Start(width, pieces, piece + 1));
                return;
            }

            for (int i = 0; i < pass._segmentCount; i++)
            {
                pass.GateUp(pass._segments[i], 0, width);
            }
        }
    }

    private readonly struct DownBody(ExpertPass pass, int pieces) : IParallelBody
    {
        public void Run(int index)
        {
            int width = pass._weights.HiddenWidth;
            if (pieces > 0)
            {
                int piece = index % pieces;
                pass.Down(pass._segments[index / pieces], WorkSplit.Start(width, pieces, piece), WorkSplit.Start(width, pieces, piece + 1));
                return;
            }

            for (int i = 0; i < pass._segmentCount; i++)
            {
                pass.Down(pass._segments[i], 0, width);
            }
        }
    }
}
