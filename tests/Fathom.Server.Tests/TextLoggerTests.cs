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

    private sealed class FullDisk : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new IOException("no space left on device");
    }
}
