using System.Runtime.InteropServices;
using Fathom.Operators.Vectors;
using Xunit;

namespace Fathom.Operators.Tests.Vectors;

public sealed unsafe class ArenaTests
{
    [Fact]
    public void Memory_that_the_system_does_not_have_costs_nothing_of_what_is_there()
    {
        var arena = new Arena();
        byte* before = arena.Take<byte>(64);

        Assert.Throws<OutOfMemoryException>(() => TakeTooMuch(arena));
        byte* after = arena.Take<byte>(64);
        byte* large = arena.Take<byte>(1 << 20);
        new Span<byte>(large, 1 << 20).Fill(1);
        arena.Reset();

        Assert.Equal(64, after - before);
    }

    [Fact]
    public void What_was_handed_out_stays_when_the_block_is_outgrown()
    {
        var arena = new Arena();
        Span<byte> first = new(arena.Take<byte>(1000), 1000);
        first.Fill(7);

        new Span<byte>(arena.Take<byte>(1 << 20), 1 << 20).Clear();

        Assert.Equal(1000, first.Count((byte)7));
    }

    private static void TakeTooMuch(Arena arena) => arena.Take<Megabyte>(int.MaxValue);

    [StructLayout(LayoutKind.Sequential, Size = 1 << 20)]
    private readonly struct Megabyte;
}
