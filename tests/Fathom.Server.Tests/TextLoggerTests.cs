using System.Text;
using Fathom.Server.Logging;
using Microsoft.Extensions.Logging;

namespace Fathom.Server.Tests;

public sealed class TextLoggerTests
{
    [Fact]
    public void A_log_on_a_full_disk_ends_nothing()
    {
        using var provider = new TextLoggerProvider(new FullDisk());
        ILogger logger = provider.CreateLogger("Fathom.Any");

        Exception? failure = Record.Exception(() => logger.LogInformation("said"));

        Assert.Null(failure);
    }

    [Fact]
    public void Servers_that_write_the_same_log_lose_nothing_of_each_others_lines()
    {
        string file = Path.Combine(Directory.CreateTempSubdirectory("fathom-log-").FullName, "fathom.log");
        using (var first = new TextLoggerProvider(new SharedLogFile(file)))
        using (var second = new TextLoggerProvider(new SharedLogFile(file)))
        {
            for (int i = 0; i < 20; i++)
            {
                first.CreateLogger("Fathom.First").LogInformation("line {Number} of the first", i);
                second.CreateLogger("Fathom.Second").LogInformation("{Number}", i);
            }
        }

        string[] lines = File.ReadAllLines(file);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);

        Assert.Equal(40, lines.Length);
        Assert.All(lines, line => Assert.Matches(@"^[\d:.]+ info (First: line \d+ of the first|Second: \d+)$", line));
    }

    private sealed class FullDisk : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("no space left on device");
    }
}
