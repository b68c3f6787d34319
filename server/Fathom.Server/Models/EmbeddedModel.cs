using Fathom.Completion.Generation;

namespace Fathom.Server.Models;

/// <summary>Finds and loads the model that runs in this process.</summary>
internal static class EmbeddedModel
{
    /// <summary>The folder of the model that ships with Fathom.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "models", "fathom-nano");

    /// <summary>Loads a model.</summary>
    /// <exception cref="InvalidDataException">The folder does not hold a model; the message says what to do.</exception>
    public static ICompletionModel Load(ModelChoice choice)
    {
        string folder = Path.GetFullPath(choice.Folder ?? DefaultFolder);
        if (!File.Exists(Path.Combine(folder, "model.onnx")))
        {
            throw new InvalidDataException($"{folder} holds no model.onnx; name an exported folder with --model, or make one with `fathom export`.");
        }

        throw new InvalidDataException($"{folder} cannot be run by this build.");
    }
}
