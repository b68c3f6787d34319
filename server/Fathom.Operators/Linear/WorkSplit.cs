using Fathom.Operators.Formats;

namespace Fathom.Operators.Linear;

/// <summary>Into how many pieces a job is cut for the threads of the session.</summary>
internal static class WorkSplit
{
    /// <summary>
    /// Multiply-adds that are worth a thread: some 25 µs of work on a current core, several times what waking a sleeping thread costs. A small model's
    /// decode step never reaches twice that, so it stays on the thread that called.
    /// </summary>
    private const long Grain = 1_500_000;

    /// <summary>Enough pieces for any desktop, few enough that their hand-out costs nothing.</summary>
    private const long MostPieces = 32;

    /// <summary>Pieces for a job of <paramref name="multiplyAdds"/> multiply-adds; at least 1.</summary>
    public static int Pieces(long multiplyAdds) => (int)Math.Clamp(multiplyAdds / Grain, 1, MostPieces);

    /// <summary>The first of the items of piece <paramref name="piece"/> when <paramref name="items"/> are dealt to <paramref name="pieces"/> in whole panels of int8.</summary>
    public static int Start(int items, int pieces, int piece)
    {
        long tiles = (items + Int8Panels.Rows - 1) / Int8Panels.Rows;
        return (int)Math.Min(items, tiles * piece / pieces * Int8Panels.Rows);
    }
}
