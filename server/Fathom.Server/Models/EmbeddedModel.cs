using Fathom.Completion.Generation;
using Fathom.Completion.Ranking;
using Fathom.Inference;
using Fathom.Inference.Execution;
using Fathom.Inference.TokenCache;
using Fathom.Inference.Tokenization;

namespace Fathom.Server.Models;

/// <summary>Finds and loads the model that runs in this process.</summary>
internal static class EmbeddedModel
{
    /// <summary>The folder of the model that ships with Fathom.</summary>
    public static string DefaultFolder => Path.Combine(AppContext.BaseDirectory, "models", "fathom-nano");

    /// <summary>The folder of a model.</summary>
    public static string FolderOf(ModelChoice choice) => Path.GetFullPath(choice.Folder ?? DefaultFolder);

    /// <summary>Loads a model.</summary>
    /// <exception cref="InvalidDataException">The folder does not hold a model that can be run, or this machine runs none; the message says what to do.</exception>
    public static ICompletionModel Load(ModelChoice choice)
    {
        string folder = FolderOf(choice);
        if (!File.Exists(Path.Combine(folder, "model.onnx")))
        {
            throw new InvalidDataException($"{folder} holds no model.onnx; name an exported folder with --model (setting fathom.model), or make one with 'fathom export'.");
        }

        string tokenizer = Path.Combine(folder, "tokenizer.json");
        if (!File.Exists(tokenizer))
        {
            throw new InvalidDataException($"{folder} holds no tokenizer.json; copy the one of the checkpoint there and export again.");
        }

        Task<Tokenizer> vocabulary = Task.Run(() => Tokenizer.Load(tokenizer));
        LanguageModel model = Load(folder, OptionsOf(choice));
        try
        {
            return new EmbeddedCompletionModel(model, vocabulary.GetAwaiter().GetResult(), options: new EmbeddedPromptOptions { ContextTokens = choice.ContextTokens }, cache: CacheWeightsFile.ReadBeside(folder))
            {
                ShowFilter = ShowFilterFile.ReadBeside(folder),
            };
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Compiles what the first generation runs, so that the user's first request does not wait for it.</summary>
    public static async Task WarmUpAsync(ICompletionModel model)
    {
        var prompt = new CompletionPrompt("A.cs", "class A", "\n", []);
        await foreach (GeneratedPiece piece in model.GenerateAsync(prompt, new GenerationOptions(MaximumTokens: 2), CancellationToken.None).ConfigureAwait(false))
        {
            _ = piece;
        }
    }

    private static LanguageModel Load(string folder, LanguageModelOptions options)
    {
        try
        {
            return LanguageModel.Load(folder, options);
        }
        catch (Exception failure) when (MissingRuntime.IsReasonOf(failure))
        {
            throw new InvalidDataException(MissingRuntime.Sentence, failure);
        }
    }

    private static LanguageModelOptions OptionsOf(ModelChoice choice) =>
        choice.Threads > 0 ? new LanguageModelOptions { Threads = choice.Threads } : new LanguageModelOptions();
}
