using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Fathom.OnnxExport;

namespace Fathom.Inference.Tests.Models;

/// <summary>Models that were exported for tests, each once a run of the tests and removed at its end.</summary>
internal static class ExportedModel
{
    private static readonly string Root = Directory.CreateTempSubdirectory("fathom-models-").FullName;
    private static readonly ConcurrentDictionary<(string, WeightOption), Lazy<string>> Folders = new();

    static ExportedModel() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Root, recursive: true);

    /// <summary>A golden checkpoint, exported with its hidden states.</summary>
    public static string Golden(string name, WeightOption weights) =>
        Folder(name, weights, _ => RepositoryFolder.Data("goldens", name, "checkpoint"));

    /// <summary>The outputs that a golden checkpoint must give.</summary>
    public static string GoldenOutputs(string name) => RepositoryFolder.Data("goldens", name, "expected.safetensors");

    /// <summary>A random checkpoint; <paramref name="name"/> stands for its configuration and seeds.</summary>
    public static string Tiny(string name, Action<JsonObject>? change = null, Func<string, int>? seedOf = null) =>
        Folder($"tiny-{name}", WeightOption.Float32, checkpoint =>
        {
            JsonObject configuration = TinyCheckpoint.Configuration();
            change?.Invoke(configuration);
            TinyCheckpoint.Write(Directory.CreateDirectory(checkpoint).FullName, configuration, seedOf);
            return checkpoint;
        });

    private static string Folder(string name, WeightOption weights, Func<string, string> makeCheckpoint) =>
        Folders.GetOrAdd((name, weights), key => new Lazy<string>(() =>
        {
            string output = Path.Combine(Root, $"{name}-{weights}");
            Exporter.Export(makeCheckpoint($"{output}-checkpoint"), output, new ExportOptions(weights, HiddenStates: true));
            return output;
        })).Value;
}
