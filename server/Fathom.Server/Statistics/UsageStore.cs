using Microsoft.Extensions.Logging;

namespace Fathom.Server.Statistics;

/// <summary>Gathers changes of the usage and adds them to the stored one now and then. Safe for concurrent use; never throws.</summary>
internal sealed class UsageStore : IAsyncDisposable
{
    private const int MostAttempts = 5;
    private static readonly TimeSpan s_delay = TimeSpan.FromSeconds(10);
    private readonly UsageFile? _file;
    private readonly TimeProvider _time;
    private readonly ILogger<UsageStore> _logger;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private Usage _unsaved = Usage.Empty;
    private Usage _stored;
    private bool _isScheduled;
    private bool _hasReportedFailure;

    /// <param name="file">Where the usage is stored; null to keep it in memory only.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Where a failure to store is reported, once.</param>
    public UsageStore(UsageFile? file, TimeProvider time, ILogger<UsageStore> logger)
    {
        (_file, _time, _logger) = (file, time, logger);
        _stored = Nothing();
        _timer = time.CreateTimer(_ => _ = SaveAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Adds a change.</summary>
    public void Add(Usage change)
    {
        lock (_lock)
        {
            _unsaved = _unsaved.Plus(change);
            if (!_isScheduled)
            {
                _isScheduled = true;
                _timer.Change(s_delay, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>Stores the changes.</summary>
    /// <returns>The usage of all servers of this user.</returns>
    public Task<Usage> SaveAsync() => UpdateAsync((stored, changes) => changes == Usage.Empty ? stored : stored.Plus(changes));

    /// <summary>Begins to count anew.</summary>
    public Task ResetAsync() => UpdateAsync((_, _) => Nothing());

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();

        // What is not stored now is lost, and other servers may be ending too.
        for (int attempt = 0; attempt < MostAttempts && HasUnsaved(); attempt++)
        {
            await SaveAsync();
        }
    }

    private bool HasUnsaved()
    {
        lock (_lock)
        {
            return !ReferenceEquals(_unsaved, Usage.Empty);
        }
    }

    private Usage Nothing() => Usage.Empty with { Since = _time.GetLocalNow() };

    private async Task<Usage> UpdateAsync(Func<Usage, Usage, Usage> update)
    {
        Usage changes;
        lock (_lock)
        {
            (changes, _unsaved, _isScheduled) = (_unsaved, Usage.Empty, false);
        }

        try
        {
            Usage now = _file is null ? update(_stored, changes).AtLeastZero() : await _file.UpdateAsync(stored => update(stored, changes));
            lock (_lock)
            {
                return _stored = now;
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (!_hasReportedFailure)
            {
                _hasReportedFailure = true;
                _logger.LogWarning("the statistics cannot be stored and are kept in memory: {Reason}", failure.Message);
            }

            lock (_lock)
            {
                _unsaved = ReferenceEquals(changes, Usage.Empty) ? _unsaved : changes.Plus(_unsaved);
                return _stored.Plus(_unsaved).AtLeastZero();
            }
        }
    }
}
