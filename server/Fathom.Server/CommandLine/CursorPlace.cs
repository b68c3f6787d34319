using System.CommandLine.Parsing;
using System.Globalization;

namespace Fathom.Server.CommandLine;

/// <summary>A place in a file as people count it: line and column from 1.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The column in UTF-16 units, from 1.</param>
internal sealed record CursorPlace(int Line, int Column)
{
    /// <summary>Reads <c>LINE:COLUMN</c>; anything else is an error of the option.</summary>
    public static CursorPlace? Parse(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        string[] parts = text.Split(':');
        if (parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int line) && line > 0
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int column) && column > 0)
        {
            return new CursorPlace(line, column);
        }

        result.AddError($"--at has to be LINE:COLUMN, both from 1, as in 12:9; it is '{text}'.");
        return null;
    }
}
