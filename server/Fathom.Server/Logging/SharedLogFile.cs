using System.Text;

namespace Fathom.Server.Logging;

/// <summary>A log file that several servers of one editor write: each line goes to the end that the file has then. Of two that come at the very same moment one may be lost.</summary>
/// <param name="path">The file; made where there is none.</param>
/// <exception cref="IOException">It cannot be opened.</exception>
/// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
internal sealed class SharedLogFile(string path) : TextWriter
{
    private readonly FileStream _file = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <inheritdoc/>
    public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        // A pipe has no end.
        if (_file.CanSeek)
        {
            _file.Seek(0, SeekOrigin.End);
        }

        _file.Write(Encoding.GetBytes(value ?? ""));
    }

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + NewLine);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }
}
