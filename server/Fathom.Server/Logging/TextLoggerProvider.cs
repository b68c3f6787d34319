using Microsoft.Extensions.Logging;

namespace Fathom.Server.Logging;

/// <summary>Writes log lines to standard error or a file. Standard output belongs to the protocol.</summary>
/// <param name="writer">Where lines go; closed with the provider.</param>
internal sealed class TextLoggerProvider(TextWriter writer) : ILoggerProvider
{
    private readonly TextWriter _writer = TextWriter.Synchronized(writer);

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new TextLogger(_writer, categoryName[(categoryName.LastIndexOf('.') + 1)..]);

    /// <inheritdoc />
    public void Dispose() => _writer.Dispose();

    private sealed class TextLogger(TextWriter writer, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            string line = $"{DateTime.UtcNow:HH:mm:ss.fff} {NameOf(logLevel)} {category}: {formatter(state, exception)}";
            try
            {
                writer.WriteLine(exception is null ? line : $"{line}{Environment.NewLine}{exception}");
                writer.Flush();
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException)
            {
                // A full disk must not end what is logged.
            }
        }

        private static string NameOf(LogLevel level) => level switch
        {
            LogLevel.Trace => "trace",
            LogLevel.Debug => "debug",
            LogLevel.Information => "info",
            LogLevel.Warning => "warning",
            _ => "error",
        };
    }
}
