using System.Numerics.Tensors;
using Fathom.Inference.Execution;
using Fathom.Inference.Safetensors;
using Fathom.Operators.Sequences;
using Microsoft.ML.OnnxRuntime;

namespace Fathom.Inference.Verification;

/// <summary>Replays the inputs of a file of expected outputs and compares.</summary>
public static class ModelVerification
{
    /// <summary>
    /// Reads <paramref name="expectedFile"/>, a safetensors file with <c>input_ids</c> [T], <c>prefill_logits</c> [T, V], <c>decoded_ids</c> [N],
    /// <c>decode_logits</c> [N, V] and optionally <c>hidden.0</c>, <c>hidden.1</c>, …; runs the prompt in chunks, then the decoded ids one at a
    /// time, through the model in <paramref name="modelFolder"/>, and compares.
    /// </summary>
    /// <param name="modelFolder">An exported model.</param>
    /// <param name="expectedFile">The expected outputs.</param>
    /// <param name="tolerance">The largest difference of a logit that passes.</param>
    /// <param name="options">How the model runs.</param>
    /// <exception cref="InvalidDataException">The model or the file cannot be read, or they do not fit each other.</exception>
    public static VerificationResult Run(string modelFolder, string expectedFile, float tolerance = 1e-3f, LanguageModelOptions? options = null)
    {
        options ??= new LanguageModelOptions();
        using SafetensorsFile file = OpenExpected(expectedFile);
        using LanguageModel model = LanguageModel.Load(modelFolder, options);
        ExpectedOutputs expected = ExpectedOutputs.Read(file, model.Configuration.VocabularySize);
        using Sequence sequence = Sequence.Create();

        float[] prefill = new float[expected.PrefillLogits.Length];
        List<LargestDifference> hidden = Prefill(model, sequence, expected, options.PrefillChunk, prefill);
        float[] decode = Decode(model, sequence, expected);
        int width = model.Configuration.VocabularySize;
        return new VerificationResult(
            LargestDifference.Between("prefill_logits", prefill, expected.PrefillLogits, width),
            LargestDifference.Between("decode_logits", decode, expected.DecodeLogits, width),
            hidden,
            GreedyIdsAgree(prefill, decode, expected, width),
            tolerance);
    }

    private static SafetensorsFile OpenExpected(string path) => File.Exists(path)
        ? SafetensorsFile.Open(path)
        : throw new InvalidDataException($"There is no file {path}; name a safetensors file of expected outputs.");

    private static List<LargestDifference> Prefill(
        LanguageModel model, Sequence sequence, ExpectedOutputs expected, int chunk, Span<float> logits)
    {
        int width = model.Configuration.VocabularySize;
        string[] hiddenOutputs = [.. expected.Hidden.Keys.Where(model.Outputs.Contains)];
        List<LargestDifference> hidden = [];
        for (int start = 0; start < expected.InputIds.Length; start += chunk)
        {
            int count = Math.Min(chunk, expected.InputIds.Length - start);
            SequenceTokens[] batch = [new SequenceTokens(sequence, expected.InputIds.AsMemory(start, count), AllRows: true)];
            Span<float> rows = logits.Slice(start * width, count * width);
            if (start + count < expected.InputIds.Length || hiddenOutputs.Length == 0)
            {
                model.Forward(batch).CopyTo(rows);
                continue;
            }

            using IDisposableReadOnlyCollection<OrtValue> values = model.ForwardOutputs(batch, ["logits", .. hiddenOutputs]);
            values[0].GetTensorDataAsSpan<float>().CopyTo(rows);
            for (int i = 0; i < hiddenOutputs.Length; i++)
            {
                float[] wanted = expected.Hidden[hiddenOutputs[i]];
                hidden.Add(LargestDifference.Between(
                    hiddenOutputs[i], values[i + 1].GetTensorDataAsSpan<float>()[^wanted.Length..], wanted, model.Configuration.HiddenSize));
            }
        }

        return hidden;
    }

    private static float[] Decode(LanguageModel model, Sequence sequence, ExpectedOutputs expected)
    {
        int width = model.Configuration.VocabularySize;
        float[] logits = new float[expected.DecodeLogits.Length];
        for (int step = 0; step < expected.DecodedIds.Length; step++)
        {
            model.Decode(sequence, expected.DecodedIds[step]).CopyTo(logits.AsSpan(step * width));
        }

        return logits;
    }

    private static bool GreedyIdsAgree(ReadOnlySpan<float> prefill, ReadOnlySpan<float> decode, ExpectedOutputs expected, int width)
    {
        ReadOnlySpan<float> logits = prefill[^width..];
        for (int step = 0; step < expected.DecodedIds.Length; step++)
        {
            if (TensorPrimitives.IndexOfMax(logits) != expected.DecodedIds[step])
            {
                return false;
            }

            logits = decode.Slice(step * width, width);
        }

        return true;
    }
}
