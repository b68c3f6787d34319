namespace Fathom.Backends.Http;

/// <summary>
/// The body of an answer as it comes. Readers keep a line until it ends, so one that never does, and an answer that never does, are given up before they fill the memory.
/// </summary>
/// <param name="body">The body.</param>
/// <param name="failures">Says what went wrong.</param>
/// <param name="somethingCame">Called whenever bytes have come, whether or not they say anything of the answer.</param>
internal sealed class AnswerStream(Stream body, BackendFailures failures, Action somethingCame) : Stream
{
    private const int Megabyte = 1_000_000;

    // llama-server repeats the prompt in its last event.
    private const int LongestLine = 4 * Megabyte;
    private const int LongestAnswer = 16 * Megabyte;
    private long _line;
    private long _answer;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="BackendException">The answer, or a line of it, is too long.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (count > 0)
        {
            somethingCame();
            int end = buffer.Span[..count].LastIndexOfAny((byte)'\r', (byte)'\n');
            _line = end < 0 ? _line + count : count - end - 1;
            _answer += count;
        }

        return _line > LongestLine ? throw failures.OfAnswer($"a line of it is longer than {LongestLine / Megabyte} MB")
            : _answer > LongestAnswer ? throw failures.OfAnswer($"it is longer than {LongestAnswer / Megabyte} MB")
            : count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
