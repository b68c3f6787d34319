using System.Text.Json;

namespace Fathom.Inference.Safetensors;

/// <summary>All tensors of a checkpoint folder: one safetensors file or many shards, with or without an index.</summary>
public sealed class SafetensorsFolder : IDisposable
{
    private const string IndexName = "model.safetensors.index.json";

    private readonly List<SafetensorsFile> files = [];
    private readonly Dictionary<string, SafetensorsTensor> tensors = [];

    private SafetensorsFolder(string path) => Path = path;

    /// <summary>Path of the folder.</summary>
    public string Path { get; }

    /// <summary>The tensors of all files by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors => tensors;

    /// <summary>Opens the files that the index names, or every *.safetensors file where there is no index.</summary>
    /// <exception cref="InvalidDataException">There are no such files, a shard is missing or damaged, or a tensor occurs twice.</exception>
    public static SafetensorsFolder Open(string path)
    {
        if (!Directory.Exists(path))
        {
            throw new InvalidDataException($"There is no folder {path}; name the folder that holds the checkpoint's config.json and *.safetensors.");
        }

        SafetensorsFolder folder = new(path);
        try
        {
            folder.OpenFiles();
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => files.ForEach(file => file.Dispose());

    private void OpenFiles()
    {
        string indexPath = System.IO.Path.Combine(Path, IndexName);
        Dictionary<string, string> index = File.Exists(indexPath) ? ReadIndex(indexPath) : [];
        string[] names = index.Count > 0
            ? [.. index.Values.Distinct().Order(StringComparer.Ordinal)]
            : [.. Directory.EnumerateFiles(Path, "*.safetensors").Select(file => System.IO.Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        if (names.Length == 0)
        {
            throw new InvalidDataException($"There are no *.safetensors files in {Path}; name the folder that holds the checkpoint.");
        }

        foreach (string name in names)
        {
            OpenFile(name);
        }

        foreach ((string tensor, string file) in index)
        {
            if (!tensors.TryGetValue(tensor, out SafetensorsTensor? found) || System.IO.Path.GetFileName(found.File.Path) != file)
            {
                throw new InvalidDataException($"{indexPath} says that tensor '{tensor}' is in {file}, but it is not.");
            }
        }
    }

    private void OpenFile(string name)
    {
        string path = System.IO.Path.Combine(Path, name);
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"The shard {name}, which {IndexName} names, is not in {Path}; download it.");
        }

        SafetensorsFile file = SafetensorsFile.Open(path);
        files.Add(file);
        foreach (SafetensorsTensor tensor in file.Tensors.Values)
        {
            if (!tensors.TryAdd(tensor.Name, tensor))
            {
                throw new InvalidDataException($"Tensor '{tensor.Name}' is both in {tensors[tensor.Name].File.Path} and in {path}.");
            }
        }
    }

    private static Dictionary<string, string> ReadIndex(string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            Dictionary<string, string> index = [];
            foreach (JsonProperty entry in document.RootElement.GetProperty("weight_map").EnumerateObject())
            {
                string file = entry.Value.GetString() ?? "";
                index[entry.Name] = file.Length > 0 && file == System.IO.Path.GetFileName(file)
                    ? file
                    : throw new InvalidDataException($"{path} names the file '{file}', which is not in its own folder.");
            }

            return index;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"{path} is not an index of safetensors files; it needs a 'weight_map' from tensor to file.", error);
        }
    }
}
