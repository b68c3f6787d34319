namespace Fathom.Inference.Configuration;

/// <summary>
/// A DeepSeek-V4 configuration, read from either dialect of config.json: the published one (compress_ratios, num_hash_layers)
/// or transformers' (layer_types, mlp_layer_types, rope_parameters). Everything is validated; sizes are above 0 unless said otherwise.
/// </summary>
public sealed record ModelConfiguration
{
    /// <summary>Token ids V; the embedding and the head have as many rows.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Hidden size d.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Residual streams n.</summary>
    public required int Streams { get; init; }

    /// <summary>Sinkhorn iterations of the hyper-connections.</summary>
    public required int SinkhornIterations { get; init; }

    /// <summary>Epsilon of the hyper-connections.</summary>
    public required float HyperConnectionEpsilon { get; init; }

    /// <summary>Epsilon of every RMS norm.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>Query heads H.</summary>
    public required int Heads { get; init; }

    /// <summary>Width D of a head, of a key (= value) and of a compressed entry.</summary>
    public required int HeadWidth { get; init; }

    /// <summary>Rotated dimensions R, the last ones of D.</summary>
    public required int RotaryWidth { get; init; }

    /// <summary>Rank of the query latent.</summary>
    public required int QueryRank { get; init; }

    /// <summary>Groups G of the output projection.</summary>
    public required int OutputGroups { get; init; }

    /// <summary>Rank o of each output group.</summary>
    public required int OutputRank { get; init; }

    /// <summary>Sliding window W in tokens, the current one included.</summary>
    public required int Window { get; init; }

    /// <summary>Heads Hi of the indexer; 0 where no layer has one.</summary>
    public required int IndexHeads { get; init; }

    /// <summary>Width Di of an indexer head; 0 where no layer has one.</summary>
    public required int IndexWidth { get; init; }

    /// <summary>Entries that the indexer picks; 0 where no layer has one.</summary>
    public required int IndexTopK { get; init; }

    /// <summary>Routed experts E.</summary>
    public required int Experts { get; init; }

    /// <summary>Experts per token K, at most E.</summary>
    public required int ExpertsPerToken { get; init; }

    /// <summary>Width I of a routed expert.</summary>
    public required int ExpertWidth { get; init; }

    /// <summary>Width of the shared expert, 0 without one.</summary>
    public required int SharedWidth { get; init; }

    /// <summary>Factor on the normalised routing weights.</summary>
    public required float RoutedScalingFactor { get; init; }

    /// <summary>Clamp of the experts' gate (from above) and up values (both sides).</summary>
    public required float SwigluLimit { get; init; }

    /// <summary>The longest context that the model was made for, in tokens.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Whether the head's weights are the embedding's.</summary>
    public required bool TiedEmbedding { get; init; }

    /// <summary>Id of the token that begins a text, or none.</summary>
    public required int? BeginId { get; init; }

    /// <summary>Ids of the tokens that end a text; may be empty.</summary>
    public required IReadOnlyList<int> EndIds { get; init; }

    /// <summary>Id of the padding token, or none.</summary>
    public required int? PadId { get; init; }

    /// <summary>The layers, in order; at least one. Draft layers (mtp) are left out.</summary>
    public required IReadOnlyList<LayerPlan> Layers { get; init; }

    /// <summary>Input width of one group of the output projection: H·D/G.</summary>
    public int OutputGroupWidth => Heads * HeadWidth / OutputGroups;

    /// <summary>Reads config.json in a folder.</summary>
    /// <param name="folder">A checkpoint or an exported model.</param>
    /// <exception cref="InvalidDataException">The file is missing, no JSON, or not a DeepSeek-V4 configuration that can be run; the message names the field.</exception>
    public static ModelConfiguration Read(string folder)
    {
        string path = Path.Combine(folder, "config.json");
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"There is no config.json in {folder}; name the folder that holds the model.");
        }

        return Parse(File.ReadAllText(path), path);
    }

    /// <summary>Reads a configuration from JSON text.</summary>
    /// <param name="json">The text of a config.json.</param>
    /// <param name="source">What messages call the text, usually its path.</param>
    /// <exception cref="InvalidDataException">The text is no JSON or not a DeepSeek-V4 configuration that can be run; the message names the field.</exception>
    public static ModelConfiguration Parse(string json, string source = "config.json") => ConfigurationParser.Parse(json, source);
}
