using Fathom.Backends;
using Fathom.Completion;
using Fathom.Completion.Generation;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Models;

/// <summary>
/// Has the model that the user chose: loads the one of this process in the background, once, or connects to one elsewhere, and tells what became of it.
/// The choice may change at any time.
/// </summary>
/// <remarks>The model of this process ends with it: freeing it while a generation winds down would take the memory from under native code.</remarks>
/// <param name="load">Loads the model of this process; runs on a pool thread.</param>
/// <param name="environment">Reads an environment variable; keys may stand there.</param>
/// <param name="logger">Where the outcome is logged.</param>
internal sealed class ModelHost(Func<ModelChoice, ICompletionModel> load, Func<string, string?> environment, ILogger<ModelHost> logger)
{
    private readonly Lock _lock = new();
    private volatile ModelState _state = ModelState.Loading;
    private volatile ModelState _embedded = ModelState.Loading;
    private Task? _loading;
    private BackendChoice? _chosen;
    private RemoteCompletionModel? _remote;
    private bool _hasChosen;

    /// <summary>Raised on a pool thread when <see cref="State"/>, or what its model says of itself, has changed.</summary>
    public event Action? Changed;

    /// <summary>The model, or why there is none.</summary>
    public ModelState State => _state;

    /// <summary>The model of this process, once it is loaded, whether it is the chosen one or not.</summary>
    public ICompletionModel? Embedded => _embedded.Model;

    /// <summary>Takes a choice. Only the back end of a later choice can be another. Ends when the model is ready or has failed; never throws.</summary>
    public Task UseAsync(ModelChoice choice)
    {
        lock (_lock)
        {
            if (_hasChosen && choice.Backend == _chosen)
            {
                return choice.Backend is null ? _loading! : Task.CompletedTask;
            }

            (_hasChosen, _chosen) = (true, choice.Backend);
            RemoteCompletionModel? left = _remote;
            _remote = null;
            if (left is not null)
            {
                _ = Task.Run(async () => await left.DisposeAsync());
            }

            if (choice.Backend is null)
            {
                _state = _embedded;
                _loading ??= Task.Run(() => Load(choice));
            }
            else
            {
                _state = Connect(choice.Backend);
            }
        }

        if (choice.Backend is not null || _state != ModelState.Loading)
        {
            _ = Task.Run(() => Changed?.Invoke());
        }

        return choice.Backend is null ? _loading! : Task.CompletedTask;
    }

    /// <summary>Ends when nothing is being loaded, or after a while: a process that ends under the feet of native code dies of it.</summary>
    /// <param name="patience">How long is waited.</param>
    public async Task SettleAsync(TimeSpan patience)
    {
        Task? loading;
        lock (_lock)
        {
            loading = _loading;
        }

        await Task.WhenAny(loading ?? Task.CompletedTask, Task.Delay(patience));
    }

    private ModelState Connect(BackendChoice choice)
    {
        try
        {
            var remote = new RemoteCompletionModel(BackendSettings.Of(choice, environment));
            remote.ProblemChanged += () => Tell(remote);
            _remote = remote;
            logger.LogInformation("model {Name}", remote.Name);
            return ModelState.Ready(remote);
        }
        catch (BackendException wrong)
        {
            logger.LogError("{Failure}", wrong.Message);
            return ModelState.Failed(wrong.Message);
        }
    }

    private void Tell(RemoteCompletionModel remote)
    {
        if (_state.Model != remote)
        {
            return;
        }

        if (remote.Problem is { } problem)
        {
            logger.LogWarning("{Problem}", problem);
        }
        else
        {
            logger.LogInformation("model {Name} answers again", remote.Name);
        }

        Changed?.Invoke();
    }

    private void Load(ModelChoice choice)
    {
        long start = TimeProvider.System.GetTimestamp();
        ModelState loaded;
        try
        {
            ICompletionModel model = load(choice);
            loaded = ModelState.Ready(model);
            logger.LogInformation("model {Name} loaded in {Milliseconds:F0} ms", model.Name, TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
        }
        catch (Exception failure)
        {
            loaded = ModelState.Failed($"model failed to load: {failure.Message}");
            logger.LogError("{Failure}", loaded.Failure);
        }

        lock (_lock)
        {
            _embedded = loaded;
            if (_chosen is not null)
            {
                return;
            }

            _state = loaded;
        }

        Changed?.Invoke();
    }
}
