using System.Text.Json;
using Fathom.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Hosting;

/// <summary>Keeps the settings equal to the client's: given at the start, pushed, or asked for.</summary>
internal sealed class SettingsService(ServerSession session, ClientMessages client, ILogger<SettingsService> logger)
{
    private const int Warning = 2;
    private readonly Lock _lock = new();
    private IReadOnlyList<string> _warnings = [];
    private long _asked;
    private long _applied;
    private JsonElement? _given;

    /// <summary>Raised when the settings have changed.</summary>
    public event Action? Changed;

    /// <summary>Takes the settings given at the start, which stand wherever later ones name no value.</summary>
    public void Start(JsonElement? given)
    {
        _given = given;
        Apply(given);
    }

    /// <summary>Takes settings. Values that cannot be used get their default and one warning.</summary>
    public void Apply(JsonElement? json) => Apply(json, Interlocked.Increment(ref _asked));

    private void Apply(JsonElement? json, long number)
    {
        if (json is not { ValueKind: JsonValueKind.Object })
        {
            return;
        }

        (ServerSettings settings, IReadOnlyList<string> warnings) = SettingsReader.Read(json, _given);
        IReadOnlyList<string> known;
        lock (_lock)
        {
            // Answers are taken by any thread, so an older one may come last.
            if (number < _applied)
            {
                return;
            }

            _applied = number;
            known = _warnings;
            _warnings = warnings;
            session.Settings = settings;
        }

        foreach (string warning in warnings.Except(known))
        {
            logger.LogWarning("{Warning}", warning);
            _ = client.LogAsync(Warning, warning);
        }

        Changed?.Invoke();
    }

    /// <summary>Something changed: takes what was pushed at once, and asks the client where it can be asked.</summary>
    public void Change(JsonElement? pushed)
    {
        if (pushed is { ValueKind: JsonValueKind.Object } settings && settings.TryGetProperty("fathom", out _))
        {
            Apply(pushed);
        }

        if (session.CanPullConfiguration)
        {
            _ = PullAsync();
        }
    }

    /// <summary>Asks the client for its settings; without any the present ones stay.</summary>
    public async Task PullAsync()
    {
        long number = Interlocked.Increment(ref _asked);
        Apply(await client.PullSettingsAsync().ConfigureAwait(false), number);
    }
}
