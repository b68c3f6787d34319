using CsCheck;
using Fathom.Inference.Execution;
using Fathom.OnnxExport;
using Fathom.Operators.Sequences;

namespace Fathom.Inference.Tests.Models;

/// <summary>However a token stream comes, the logits are the same.</summary>
public sealed class CutInvarianceTests : IDisposable
{
    private const int Length = 300;

    private static readonly Gen<int> ChunkLength = Gen.OneOf(
        Gen.OneOf(1, 3, 4, 5, 15, 16, 17, 127, 128, 129), Gen.Int[1, 60]);

    private readonly LanguageModel _model = LanguageModel.Load(ExportedModel.Golden("float32", WeightOption.Float32));
    private readonly int[] _tokens = GoldenPrompt.Read()[..Length];
    private readonly float[] _expected;

    public CutInvarianceTests() => _expected = Logits.InOneRun(_model, _tokens);

    public void Dispose() => _model.Dispose();

    [Fact]
    public void Any_cut_into_chunks_gives_the_same_logits() => ChunkLength.Array[40].Sample(
        chunks =>
        {
            using Sequence sequence = Sequence.Create();
            foreach (int chunk in chunks)
            {
                int start = sequence.Length;
                int count = Math.Min(chunk, Length - start);
                if (count > 0)
                {
                    Logits.AssertEqual(Rows(start, count), Logits.Next(_model, sequence, _tokens.AsMemory(start, count)));
                }
            }
        },
        iter: 12,
        threads: 1);

    [Fact]
    public void Token_by_token_gives_the_same_logits()
    {
        using Sequence sequence = Sequence.Create();

        for (int i = 0; i < Length; i++)
        {
            Logits.AssertEqual(Rows(i, 1), _model.Decode(sequence, _tokens[i]));
        }
    }

    [Fact]
    public void Any_rewind_and_replay_gives_the_same_logits() =>
        Gen.Select(Gen.Int[1, Length - 1], Gen.Int[0, Length], ChunkLength, Gen.Int[1, 40]).Array[6].Sample(
            moves =>
            {
                using Sequence sequence = Sequence.Create();
                foreach ((int forward, int back, int chunk, int wrong) in moves)
                {
                    int end = Math.Max(sequence.Length, forward);
                    while (sequence.Length < end)
                    {
                        int start = sequence.Length;
                        int count = Math.Min(chunk, end - start);
                        Logits.AssertEqual(Rows(start, count), Logits.Next(_model, sequence, _tokens.AsMemory(start, count)));
                    }

                    int[] other = [.. _tokens.Take(wrong).Select(token => (token + 1) % 512)];
                    int length = sequence.Length;
                    _model.Prefill(sequence, other);
                    sequence.Rewind(length);
                    sequence.Rewind(Math.Min(back, length));
                }
            },
            iter: 6,
            threads: 1);

    [Fact]
    public void A_fork_and_its_origin_go_on_independently()
    {
        using Sequence origin = Sequence.Create();
        _model.Prefill(origin, _tokens.AsMemory(0, 130));
        using Sequence fork = origin.Fork();

        _model.Prefill(fork, _tokens[10..60]);
        float[] ofOrigin = Logits.Next(_model, origin, _tokens.AsMemory(130));

        Logits.AssertEqual(Rows(130, Length - 130), ofOrigin);
        fork.Rewind(130);
        Logits.AssertEqual(Rows(130, Length - 130), Logits.Next(_model, fork, _tokens.AsMemory(130)));
    }

    [Fact]
    public void A_run_over_several_sequences_gives_what_each_gives_alone()
    {
        using Sequence first = Sequence.Create();
        using Sequence second = Sequence.Create();
        using Sequence third = Sequence.Create();
        _model.Prefill(first, _tokens.AsMemory(0, 126));
        _model.Prefill(second, _tokens.AsMemory(0, 17));

        float[] logits = _model.Forward([
            new SequenceTokens(first, _tokens.AsMemory(126, 5), AllRows: true),
            new SequenceTokens(second, _tokens.AsMemory(17, 1)),
            new SequenceTokens(third, _tokens.AsMemory(0, 140)),
        ]).ToArray();

        Logits.AssertEqual([.. Rows(126, 5), .. Rows(17, 1), .. Rows(139, 1)], logits);
        Assert.Equal([131, 18, 140], [first.Length, second.Length, third.Length]);
    }

    private ReadOnlySpan<float> Rows(int start, int count) => _expected.AsSpan(start * 512, count * 512);
}
