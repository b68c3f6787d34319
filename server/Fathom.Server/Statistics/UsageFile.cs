using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Statistics;

/// <summary>The stored usage, shared by all servers of a user: read and written under a lock file, replaced as a whole.</summary>
/// <param name="folder">The folder it lies in; made when it is not there.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where a damaged file is reported, once.</param>
/// <param name="attempts">How often a lock that another server holds is asked for, ten milliseconds apart.</param>
internal sealed class UsageFile(string folder, TimeProvider time, ILogger<UsageFile> logger, int attempts = 50)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);
    private readonly string _path = Path.Combine(folder, "statistics.json");
    private bool _hasReportedDamage;

    /// <summary>Replaces the stored usage by what is made of it.</summary>
    /// <returns>What is stored now.</returns>
    /// <exception cref="IOException">The file cannot be written, or other servers keep it locked.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public async Task<Usage> UpdateAsync(Func<Usage, Usage> change)
    {
        Directory.CreateDirectory(folder);
        await using FileStream held = await LockAsync();
        Usage stored = Read();
        Usage changed = change(stored).AtLeastZero();
        if (!ReferenceEquals(stored, changed) && stored != changed)
        {
            // Readers see the old file or the new one, never half of one.
            string temporary = _path + ".tmp";
            await File.WriteAllBytesAsync(temporary, JsonSerializer.SerializeToUtf8Bytes(changed, UsageJson.Default.Usage));
            File.Move(temporary, _path, overwrite: true);
        }

        return changed;
    }

    private async Task<FileStream> LockAsync()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "statistics.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (attempt < attempts)
            {
                await Task.Delay(s_pause);
            }
        }
    }

    private Usage Read()
    {
        try
        {
            Usage? stored = JsonSerializer.Deserialize(File.ReadAllBytes(_path), UsageJson.Default.Usage);
            return stored is { IsSound: true } ? stored : StartAnew("it is not what this version writes");
        }
        catch (FileNotFoundException)
        {
            return New();
        }
        catch (JsonException damaged)
        {
            return StartAnew(damaged.Message);
        }
    }

    private Usage StartAnew(string reason)
    {
        if (!_hasReportedDamage)
        {
            _hasReportedDamage = true;
            logger.LogWarning("the statistics in {Path} cannot be read and start anew: {Reason}", _path, reason);
        }

        return New();
    }

    private Usage New() => Usage.Empty with { Since = time.GetLocalNow() };
}
