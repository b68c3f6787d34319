using Fathom.Completion;
using Fathom.Completion.Generation;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Models;

/// <summary>Loads the model in the background, once, and tells what became of it.</summary>
/// <remarks>The model ends with the process: freeing it while a generation winds down would take the memory from under native code.</remarks>
/// <param name="load">Loads the model from a folder with a number of threads; runs on a pool thread.</param>
/// <param name="logger">Where the outcome is logged.</param>
internal sealed class ModelHost(Func<ModelChoice, ICompletionModel> load, ILogger<ModelHost> logger)
{
    private readonly Lock _lock = new();
    private volatile ModelState _state = ModelState.Loading;
    private Task? _loading;

    /// <summary>Raised on a pool thread when <see cref="State"/> has changed.</summary>
    public event Action? Changed;

    /// <summary>The model, or why there is none.</summary>
    public ModelState State => _state;

    /// <summary>Starts loading at the first call. Ends when the model is ready or has failed; never throws.</summary>
    public Task EnsureLoadedAsync(ModelChoice choice)
    {
        lock (_lock)
        {
            return _loading ??= Task.Run(() => Load(choice));
        }
    }

    private void Load(ModelChoice choice)
    {
        long start = TimeProvider.System.GetTimestamp();
        try
        {
            ICompletionModel model = load(choice);
            _state = ModelState.Ready(model);
            logger.LogInformation("model {Name} loaded in {Milliseconds:F0} ms", model.Name, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }
        catch (Exception failure)
        {
            _state = ModelState.Failed($"model failed to load: {failure.Message}");
            logger.LogError("{Failure}", _state.Failure);
        }

        Changed?.Invoke();
    }
}
