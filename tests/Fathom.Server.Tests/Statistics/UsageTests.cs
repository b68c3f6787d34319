using CsCheck;
using Fathom.Server.Statistics;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Tests.Statistics;

public sealed class UsageTests : IDisposable
{
    private static readonly Gen<Usage> s_changes = Gen.Select(
        Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 5000], Gen.Int[1, 28], Gen.OneOf(Gen.Const("csharp"), Gen.Const("python"), Gen.Const("rust")),
        (shown, accepted, characters, milliseconds, day, language) => new Usage
        {
            Shown = shown,
            Accepted = accepted,
            CharactersAccepted = characters,
            Latency = LatencyHistogram.Of(TimeSpan.FromMilliseconds(milliseconds)),
            Languages = new Dictionary<string, LanguageUsage> { [language] = new(shown, accepted) },
            Days = new Dictionary<string, DayUsage> { [$"2026-02-{day:00}"] = new(shown, accepted, characters) },
        });

    private readonly string _folder = Directory.CreateTempSubdirectory("fathom-usage-").FullName;
    private readonly ManualClock _clock = new();
    private readonly TestLog _log = new();

    private string File => Path.Combine(_folder, "statistics.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Changes_add_up_in_any_order() => s_changes.Array[0, 12].Sample(changes =>
    {
        Usage forward = changes.Aggregate(Usage.Empty, (sum, change) => sum.Plus(change));
        Usage backward = changes.Reverse().Aggregate(Usage.Empty, (sum, change) => change.Plus(sum));

        Assert.Equivalent(forward, backward, strict: true);
        Assert.Equal(changes.Sum(change => change.Shown), forward.Shown);
        Assert.Equal(changes.Length, forward.Latency.Sum());
        Assert.Equal(forward.Accepted, forward.Languages.Values.Sum(each => each.Accepted));
        Assert.Equal(forward.Accepted, forward.Days.Values.Sum(each => each.Accepted));
    });

    [Fact]
    public void Only_the_latest_days_are_kept()
    {
        DateOnly first = new(2026, 1, 1);

        Usage year = Enumerable.Range(0, 365).Aggregate(Usage.Empty, (sum, day) => sum.Plus(new Usage
        {
            Days = new Dictionary<string, DayUsage> { [first.AddDays(day).ToString("yyyy-MM-dd")] = new(1, 0, 0) },
        }));

        Assert.Equal(Usage.MostDays, year.Days.Count);
        Assert.Contains("2026-12-31", year.Days.Keys);
    }

    [Fact]
    public void Only_the_most_used_languages_are_kept()
    {
        var often = new Usage { Languages = new Dictionary<string, LanguageUsage> { ["language-99"] = new(5, 1) } };

        Usage many = Enumerable.Range(0, Usage.MostLanguages + 5).Aggregate(often, (sum, number) => sum.Plus(new Usage
        {
            Languages = new Dictionary<string, LanguageUsage> { [$"language-{number:00}"] = new(1, 0) },
        }));

        Assert.Equal(40, many.Languages.Count);
        Assert.Equal(new LanguageUsage(5, 1), many.Languages["language-99"]);
    }

    [Fact]
    public async Task What_is_stored_is_there_for_the_next_server()
    {
        await using (UsageStore first = Open())
        {
            first.Add(new Usage { Shown = 2 });
        }

        await using UsageStore second = Open();
        Usage usage = await second.SaveAsync();

        Assert.Equal((2L, _clock.GetLocalNow()), (usage.Shown, usage.Since));
        Assert.Equal(["statistics.json", "statistics.lock"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Servers_at_work_at_the_same_time_lose_nothing()
    {
        UsageStore[] servers = [Open(), Open(), Open(), Open()];

        await Task.WhenAll(servers.Select(server => Task.Run(async () =>
        {
            for (int i = 0; i < 25; i++)
            {
                server.Add(new Usage { Shown = 1 });
                await server.SaveAsync();
            }

            await server.DisposeAsync();
        })));

        await using UsageStore reader = Open();
        Assert.Equal(100, (await reader.SaveAsync()).Shown);
        Assert.Empty(_log.Warnings);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"version\":1,\"shown\":")]
    [InlineData("{\"version\":1,\"since\":\"2026-01-01T00:00:00+00:00\",\"shown\":-3}")]
    [InlineData("{\"version\":1,\"since\":\"2026-01-01T00:00:00+00:00\",\"latency\":[1,2]}")]
    [InlineData("{\"version\":1,\"since\":\"2026-01-01T00:00:00+00:00\",\"languages\":null}")]
    [InlineData("{\"version\":99}")]
    public async Task A_damaged_file_starts_anew_with_one_line_in_the_log(string content)
    {
        await System.IO.File.WriteAllTextAsync(File, content, TestContext.Current.CancellationToken);
        await using UsageStore store = Open();

        await store.SaveAsync();
        store.Add(new Usage { Shown = 1 });
        Usage usage = await store.SaveAsync();

        Assert.Equal(1, usage.Shown);
        Assert.Contains("start anew", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_keeps_the_counts_in_memory()
    {
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, "taken"), "", TestContext.Current.CancellationToken);
        await using UsageStore store = Open(Path.Combine(_folder, "taken", "fathom"));

        store.Add(new Usage { Shown = 1 });
        await store.SaveAsync();
        store.Add(new Usage { Shown = 1 });

        Assert.Equal(2, (await store.SaveAsync()).Shown);
        Assert.Contains("kept in memory", Assert.Single(_log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reset_begins_to_count_anew_for_all_servers()
    {
        await using UsageStore one = Open();
        await using UsageStore other = Open();
        one.Add(new Usage { Shown = 5 });
        await one.SaveAsync();
        other.Add(new Usage { Shown = 1 });

        _clock.Advance(5_000);
        await one.ResetAsync();
        Usage usage = await other.SaveAsync();

        Assert.Equal(1, usage.Shown);
        Assert.Equal(_clock.GetLocalNow(), usage.Since);
    }

    [Fact]
    public async Task Changes_are_stored_by_themselves_after_a_while()
    {
        await using UsageStore store = Open();
        store.Add(new Usage { Shown = 1 });
        Assert.False(System.IO.File.Exists(File));

        _clock.Advance(10_000);

        Assert.True(SpinWait.SpinUntil(() => System.IO.File.Exists(File), TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void Percentiles_lie_in_the_bucket_of_their_share()
    {
        Usage usage = Enumerable.Repeat(30, 90).Concat(Enumerable.Repeat(400, 10))
            .Aggregate(Usage.Empty, (sum, milliseconds) => sum.Plus(new Usage { Latency = LatencyHistogram.Of(TimeSpan.FromMilliseconds(milliseconds)) }));

        Assert.InRange(LatencyHistogram.Percentile(usage.Latency, 0.5)!.Value, 20, 50);
        Assert.InRange(LatencyHistogram.Percentile(usage.Latency, 0.95)!.Value, 300, 500);
        Assert.Null(LatencyHistogram.Percentile(LatencyHistogram.Empty, 0.5));
    }

    private UsageStore Open(string? folder = null)
    {
        using ILoggerFactory loggers = LoggerFactory.Create(builder => builder.AddProvider(_log));
        return new UsageStore(new UsageFile(folder ?? _folder, _clock, loggers.CreateLogger<UsageFile>(), attempts: 6_000), _clock, loggers.CreateLogger<UsageStore>());
    }
}
