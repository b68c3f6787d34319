namespace Fathom.Inference.Generation;

/// <summary>
/// Decides how many drafted tokens are worth a row of the next run, from what rows cost on this machine and from how often drafts were right:
/// one more pays while the chance that all up to it are right, times the time of a run that it saves, exceeds the time of a row.
/// </summary>
internal sealed class DraftPolicy
{
    private const int Lengths = 16;
    private const double Rate = 0.05;

    // A run that took so many times as long was interrupted by something else.
    private const double Outlier = 4;

    // Chances by the number of tokens that lead up to a guess, as found in held-out projects before anything was learned.
    private readonly double[] _chances = [.. Enumerable.Range(0, Lengths).Select(length => Math.Min(0.92, 0.4 + (0.06 * length)))];
    private double _run = 200;
    private double _row = 75;

    /// <summary>How many of <paramref name="available"/> drafted tokens to check.</summary>
    /// <param name="matched">Tokens that lead up to the guess.</param>
    /// <param name="available">Drafted tokens.</param>
    public int Count(int matched, int available)
    {
        double chance = 1;
        for (int i = 0; i < available; i++)
        {
            chance *= ChanceAt(matched + i);
            if (chance * _run <= _row)
            {
                return i;
            }
        }

        return available;
    }

    /// <summary>Takes note of how many drafted tokens were right.</summary>
    public void Learn(int matched, int drafted, int right)
    {
        for (int i = 0; i < Math.Min(drafted, right + 1); i++)
        {
            ref double chance = ref ChanceAt(matched + i);
            chance += Rate * ((i < right ? 1 : 0) - chance);
        }
    }

    /// <summary>Takes note of how long a run took.</summary>
    public void Timed(int rows, TimeSpan elapsed)
    {
        double time = elapsed.TotalMicroseconds;
        if (time < Outlier * (_run + (_row * (rows - 1))))
        {
            ref double known = ref rows == 1 ? ref _run : ref _row;
            double one = rows == 1 ? time : Math.Max(0, time - _run) / (rows - 1);
            known += Rate * (one - known);
        }
    }

    private ref double ChanceAt(int length) => ref _chances[Math.Min(length, Lengths - 1)];
}
