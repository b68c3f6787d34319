using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using StreamJsonRpc;

namespace Fathom.Server.Rpc;

/// <summary>Reads the frames of LSP: headers (names compare without regard to case, only Content-Length counts), a blank line, the body.</summary>
/// <param name="reader">The bytes from the client.</param>
internal sealed class LspFrameReader(PipeReader reader)
{
    private const int LongestHeader = 8 * 1024;
    private const int LongestBody = 256 * 1024 * 1024;

    /// <summary>The next body, or null at the end of the input.</summary>
    /// <exception cref="BadRpcHeaderException">The headers make no sense: where the next frame starts is not known any more.</exception>
    /// <exception cref="EndOfStreamException">The input ends inside a frame.</exception>
    public async ValueTask<ReadOnlySequence<byte>?> ReadAsync(CancellationToken cancellationToken)
    {
        int length = -1;
        for (bool isFirst = true; ; isFirst = false)
        {
            string? header = await ReadHeaderAsync(isFirst, cancellationToken).ConfigureAwait(false);
            if (header is null)
            {
                return null;
            }

            if (header.Length == 0)
            {
                break;
            }

            length = LengthIn(header) ?? length;
        }

        if (length < 0)
        {
            throw new BadRpcHeaderException("a frame has no Content-Length header");
        }

        // Messages are parsed in place and outlive the pipe's buffer, so the body is copied.
        byte[] body = new byte[length];
        ReadResult result = await reader.ReadAtLeastAsync(length, cancellationToken).ConfigureAwait(false);
        if (result.Buffer.Length < length)
        {
            throw new EndOfStreamException($"the input ends after {result.Buffer.Length} of {length} bytes of a message");
        }

        ReadOnlySequence<byte> bytes = result.Buffer.Slice(0, length);
        bytes.CopyTo(body);
        reader.AdvanceTo(bytes.End);
        return new ReadOnlySequence<byte>(body);
    }

    private static int? LengthIn(string header)
    {
        int colon = header.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            throw new BadRpcHeaderException($"'{(header.Length > 40 ? header[..40] : header)}' is not a header");
        }

        if (!header.AsSpan(0, colon).Trim().Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        return int.TryParse(header.AsSpan(colon + 1).Trim(), out int length) && length is >= 0 and <= LongestBody
            ? length
            : throw new BadRpcHeaderException($"the Content-Length '{header[(colon + 1)..].Trim()}' is not a number of bytes up to {LongestBody}");
    }

    /// <summary>One line without its end; null when the input ends before the first line of a frame.</summary>
    private async ValueTask<string?> ReadHeaderAsync(bool isFirst, CancellationToken cancellationToken)
    {
        while (true)
        {
            ReadResult result = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (buffer.PositionOf((byte)'\n') is { } end)
            {
                string line = Encoding.ASCII.GetString(buffer.Slice(0, end)).TrimEnd('\r');
                reader.AdvanceTo(buffer.GetPosition(1, end));
                return line;
            }

            if (result.IsCompleted && buffer.IsEmpty && isFirst)
            {
                return null;
            }

            if (result.IsCompleted || buffer.Length > LongestHeader)
            {
                throw new BadRpcHeaderException("the input holds no LSP header where one has to be");
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }
}
