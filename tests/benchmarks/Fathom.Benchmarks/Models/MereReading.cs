using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Fathom.Benchmarks.Models;

/// <summary>Threads that read a buffer, an equal part each, and do nothing with it: the rate that no decode over as many bytes can exceed.</summary>
internal sealed class MereReading(int bytes, int threads)
{
    private const int Passes = 200;

    private readonly byte[] _buffer = Written(bytes);

    /// <summary>Bytes read a second by all threads together, best of <paramref name="rounds"/>.</summary>
    public double BytesPerSecond(int rounds)
    {
        double best = 0;
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            if (threads == 1)
            {
                ReadPart(0);
            }
            else
            {
                Thread[] readers = [.. Enumerable.Range(0, threads).Select(part => new Thread(() => ReadPart(part)))];
                Array.ForEach(readers, reader => reader.Start());
                Array.ForEach(readers, reader => reader.Join());
            }

            best = Math.Max(best, (double)_buffer.Length * Passes / Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return best;
    }

    /// <summary>Memory that was never written is one page of zeros for the system, and reading it no more than reading the nearest cache.</summary>
    private static byte[] Written(int bytes)
    {
        byte[] buffer = new byte[bytes];
        new Random(1).NextBytes(buffer);
        return buffer;
    }

    private void ReadPart(int part)
    {
        int length = _buffer.Length / threads;
        ulong sum = 0;
        for (int pass = 0; pass < Passes; pass++)
        {
            sum ^= Read(_buffer.AsSpan(part * length, length));
        }

        GC.KeepAlive(sum);
    }

    private static ulong Read(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<Vector<ulong>> vectors = MemoryMarshal.Cast<byte, Vector<ulong>>(bytes);
        Vector<ulong> a = default, b = default, c = default, d = default;
        int i = 0;
        for (; i + 4 <= vectors.Length; i += 4)
        {
            a ^= vectors[i];
            b ^= vectors[i + 1];
            c ^= vectors[i + 2];
            d ^= vectors[i + 3];
        }

        return Vector.Sum(a ^ b ^ c ^ d);
    }
}
