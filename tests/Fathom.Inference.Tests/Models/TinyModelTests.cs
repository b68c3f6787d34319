using System.Text.Json.Nodes;
using Fathom.Operators.Sequences;

namespace Fathom.Inference.Tests.Models;

/// <summary>Properties of whole models of every shape, with random weights.</summary>
public sealed class TinyModelTests
{
    private const int Length = 40;
    private static readonly int[] Tokens = [.. Enumerable.Range(0, Length).Select(i => (i * 7919) % 300)];

    public static TheoryData<string> Shapes() => ["four streams", "two streams", "one stream", "plain rotation", "no shared expert", "compressed from the start"];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Every_cut_in_two_gives_the_same_logits(string shape)
    {
        using LanguageModel model = Load(shape);
        float[] expected = Logits.InOneRun(model, Tokens);

        for (int cut = 1; cut < Length; cut++)
        {
            using Sequence sequence = Sequence.Create();

            float[] actual = [.. Logits.Next(model, sequence, Tokens.AsMemory(0, cut)), .. Logits.Next(model, sequence, Tokens.AsMemory(cut))];

            Logits.AssertEqual(expected, actual);
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_token_changes_nothing_before_itself(string shape)
    {
        using LanguageModel model = Load(shape);
        float[] expected = Logits.InOneRun(model, Tokens);

        for (int changed = 1; changed < Length; changed++)
        {
            int[] tokens = [.. Tokens];
            tokens[changed] = (tokens[changed] + 1) % 300;

            float[] actual = Logits.InOneRun(model, tokens);

            Logits.AssertEqual(expected.AsSpan(0, changed * 300), actual.AsSpan(0, changed * 300));
            Assert.NotEqual(expected[(changed * 300)..], actual[(changed * 300)..]);
        }
    }

    [Fact]
    public void The_indexer_matters_only_where_it_cannot_pick_all_entries()
    {
        float[] few = Run("picks few", topK: 4, otherIndexer: false);
        float[] fewOther = Run("picks few otherwise", topK: 4, otherIndexer: true);
        float[] all = Run("picks all", topK: 10, otherIndexer: false);
        float[] allOther = Run("picks all otherwise", topK: 10, otherIndexer: true);

        // 4 entries of 4 tokens are all there is up to position 18.
        Logits.AssertEqual(all.AsSpan(0, 19 * 300), few.AsSpan(0, 19 * 300));
        Assert.NotEqual(all, few);
        Assert.NotEqual(few, fewOther);
        Logits.AssertEqual(all, allOther);

        static float[] Run(string name, int topK, bool otherIndexer)
        {
            using LanguageModel model = LanguageModel.Load(ExportedModel.Tiny(
                name,
                configuration => configuration["index_topk"] = topK,
                tensor => TinyCheckpoint.SeedOf(tensor) + (otherIndexer && tensor.Contains("indexer") ? 1 : 0)));
            return Logits.InOneRun(model, Tokens);
        }
    }

    private static LanguageModel Load(string shape) => LanguageModel.Load(ExportedModel.Tiny(shape, configuration =>
    {
        switch (shape)
        {
            case "two streams":
                configuration["hc_mult"] = 2;
                break;
            case "one stream":
                configuration["hc_mult"] = 1;
                break;
            case "plain rotation":
                configuration.Remove("rope_scaling");
                break;
            case "no shared expert":
                configuration["n_shared_experts"] = 0;
                break;
            case "compressed from the start":
                configuration["num_hidden_layers"] = 5;
                configuration["num_hash_layers"] = 0;
                configuration["compress_ratios"] = new JsonArray(8, 8, 4, 8, 4, 0);
                break;
        }
    }));
}
