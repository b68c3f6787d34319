using Fathom.Inference.Configuration;
using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Summary;

/// <summary>Splits a model's size into parts by the names of its tensors.</summary>
internal static class PartSizes
{
    /// <summary>The parts of an exported model.</summary>
    public static IReadOnlyList<PartSize> Of(ModelConfiguration configuration, IReadOnlyList<OnnxTensor> tensors)
    {
        ILookup<ModelPart, OnnxTensor> byPart = tensors.ToLookup(tensor => Classify(tensor.Name));
        ILookup<ModelPart, ExpectedTensor> weights = ExpectedTensors.Of(configuration, _ => true)
            .Where(tensor => tensor.Kind != ExpectedTensorKind.Ids)
            .ToLookup(tensor => Classify(tensor.Name));
        return [.. Enum.GetValues<ModelPart>().Select(part => new PartSize(
            part,
            weights[part].Sum(tensor => tensor.ElementCount),
            byPart[part].Sum(tensor => tensor.ByteCount),
            byPart[part].Sum(tensor => BytesPerToken(configuration, part, tensor))))];
    }

    private static ModelPart Classify(string name) => name switch
    {
        _ when name.StartsWith("model.embed_tokens.", StringComparison.Ordinal) => ModelPart.Embedding,
        _ when name.StartsWith("lm_head.", StringComparison.Ordinal) => ModelPart.Head,
        _ when name.Contains(".self_attn.", StringComparison.Ordinal) => ModelPart.Attention,
        _ when name.Contains(".mlp.experts.", StringComparison.Ordinal) => ModelPart.Experts,
        _ when name.Contains(".mlp.shared_experts.", StringComparison.Ordinal) => ModelPart.SharedExperts,
        _ => ModelPart.Other,
    };

    private static long BytesPerToken(ModelConfiguration configuration, ModelPart part, OnnxTensor tensor) => part switch
    {
        ModelPart.Embedding => tensor.ByteCount / configuration.VocabularySize,
        ModelPart.Experts => tensor.ByteCount / configuration.Experts * configuration.ExpertsPerToken,
        _ when tensor.Name.EndsWith(".tid2eid", StringComparison.Ordinal) => tensor.ByteCount / configuration.VocabularySize,
        _ => tensor.ByteCount,
    };
}
