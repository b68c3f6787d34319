using Fathom.Inference.Execution;
using Fathom.OnnxExport;
using Fathom.Operators.Sequences;

namespace Fathom.Inference.Tests.Models;

public sealed class LanguageModelTests
{
    [Fact]
    public void Says_that_there_is_no_folder() =>
        Assert.StartsWith("There is no model folder nowhere;", Assert.Throws<InvalidDataException>(() => LanguageModel.Load("nowhere")).Message);

    [Fact]
    public void Says_that_a_folder_holds_no_model()
    {
        using TemporaryFolder folder = new();

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => LanguageModel.Load(folder.Path));

        Assert.Contains("There is no model.onnx", exception.Message);
    }

    [Theory]
    [InlineData("model.onnx")]
    [InlineData("model.onnx.data")]
    public void Says_that_a_file_is_damaged(string name)
    {
        using TemporaryFolder folder = new();
        foreach (string file in Directory.EnumerateFiles(ExportedModel.Tiny("four streams")))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        using (FileStream stream = File.OpenWrite(folder.File(name)))
        {
            stream.SetLength(stream.Length / 3);
        }

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => LanguageModel.Load(folder.Path));

        Assert.Contains("model.onnx cannot be loaded", exception.Message);
    }

    [Fact]
    public void Weights_in_another_layout_are_refused_at_load_with_the_folder_and_the_remedy()
    {
        using TemporaryFolder folder = new();
        foreach (string file in Directory.EnumerateFiles(ExportedModel.Golden("float32", WeightOption.Int8)))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        TransposePanels(folder.File("model.onnx"));

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => LanguageModel.Load(folder.Path));

        Assert.Contains(folder.Path, exception.Message);
        Assert.Contains("; export it again with `fathom export` (", exception.Message);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_refused_at_load_with_what_the_operator_says()
    {
        using TemporaryFolder folder = new();
        foreach (string file in Directory.EnumerateFiles(ExportedModel.Tiny("four streams")))
        {
            File.Copy(file, folder.File(Path.GetFileName(file)));
        }

        byte[] weights = File.ReadAllBytes(folder.File("model.onnx.data"));
        Array.Fill(weights, (byte)0xFF);
        File.WriteAllBytes(folder.File("model.onnx.data"), weights);

        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => LanguageModel.Load(folder.Path));

        Assert.Contains("; export it again with `fathom export` (", exception.Message);
        Assert.Contains("not finite", exception.Message);
    }

    [Fact]
    public void Refuses_tokens_and_lengths_that_the_model_does_not_know()
    {
        using LanguageModel model = LanguageModel.Load(ExportedModel.Tiny("four streams"));
        using Sequence sequence = Sequence.Create();

        Assert.Contains("vocabulary of 300", Assert.Throws<ArgumentException>(() => model.Decode(sequence, 300)).Message);
        Assert.Contains("512 positions", Assert.Throws<ArgumentException>(() => model.Forward([new SequenceTokens(sequence, new int[513])])).Message);
        Assert.Throws<ArgumentException>(() => model.Forward([]));
        Assert.Equal(0, sequence.Length);
    }

    [Fact]
    public void A_failed_run_leaves_the_sequences_as_they_were()
    {
        using LanguageModel model = LanguageModel.Load(ExportedModel.Tiny("four streams"));
        using Sequence first = Sequence.Create();
        using Sequence second = Sequence.Create();
        int[] tokens = [5, 6, 7, 8, 9];
        model.Prefill(first, tokens.AsMemory(0, 2));

        // A sequence that is twice in a run would have two tokens at the same position.
        Assert.Throws<InvalidOperationException>(() => model.Forward([
            new SequenceTokens(second, tokens), new SequenceTokens(first, tokens), new SequenceTokens(first, tokens)]));

        Assert.Equal([2, 0], [first.Length, second.Length]);
        float[] expected = Logits.InOneRun(model, tokens);
        Logits.AssertEqual(expected.AsSpan(2 * 300), Logits.Next(model, first, tokens.AsMemory(2)));
        Logits.AssertEqual(expected, Logits.Next(model, second, tokens));
    }

    /// <summary>Makes [N/16, K/4, 16, 4] the shape [N/16, K/4, 4, 16] of as many elements.</summary>
    private static void TransposePanels(string graph)
    {
        byte[] bytes = File.ReadAllBytes(graph);
        ReadOnlySpan<byte> panels = [0x08, 0x10, 0x08, 0x04];
        ReadOnlySpan<byte> transposed = [0x08, 0x04, 0x08, 0x10];
        int found = 0;
        for (int at = bytes.AsSpan().IndexOf(panels); at >= 0; at = bytes.AsSpan().IndexOf(panels))
        {
            transposed.CopyTo(bytes.AsSpan(at));
            found++;
        }

        Assert.NotEqual(0, found);
        File.WriteAllBytes(graph, bytes);
    }
}
