namespace Fathom.Completion.Evaluation;

/// <summary>How alike two texts are: one less their Levenshtein distance over the longer length.</summary>
internal static class EditSimilarity
{
    /// <summary>1 for equal texts (two empty ones too), 0 for texts that share nothing. Counts UTF-16 units; time grows with the product of the lengths.</summary>
    public static double Of(string left, string right)
    {
        int longer = Math.Max(left.Length, right.Length);
        return longer == 0 ? 1 : 1 - Distance(left, right) / (double)longer;
    }

    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
