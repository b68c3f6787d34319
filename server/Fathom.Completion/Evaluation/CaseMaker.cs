using System.Globalization;
using Fathom.Completion.Evaluation.Holes;
using Fathom.Completion.Generation;

namespace Fathom.Completion.Evaluation;

/// <summary>Makes cases from a folder of C# sources.</summary>
/// <remarks>
/// Files are visited in random order; each gives at most two cases, of different kinds, which do not overlap. Files that tools wrote, that have
/// syntax errors or more than 100,000 characters give none. <c>Holes</c> says what each kind leaves out.
/// </remarks>
public static class CaseMaker
{
    private const int MostOfFile = 2;
    private const int LongestFile = 100_000;

    /// <summary>Makes as many cases as are asked for, or as the folder has. The same folder and options give the same cases.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The making was cancelled.</exception>
    public static IReadOnlyList<EvaluationCase> Make(string folder, CaseMakerOptions options, CancellationToken cancellationToken)
    {
        var random = new Random(options.Seed);
        string[] paths = [.. SourceTree.Find(folder)];
        random.Shuffle(paths);
        Dictionary<CaseKind, int> wanted = SharesOf(options);
        var cases = new List<EvaluationCase>();
        foreach (string path in paths)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (cases.Count == options.Count)
            {
                break;
            }

            string text = File.ReadAllText(Path.Combine(folder, path));
            if (text.Length <= LongestFile && SourceCode.Parse(text) is { } code)
            {
                ContextFile[] context = [.. NearbyFiles.Of(path, paths, options.Context).Select(other => new ContextFile(other, File.ReadAllText(Path.Combine(folder, other))))];
                IEnumerable<EvaluationCase> drawn = Draw(path, code, wanted, random, options.AsTyped).Select(one => one with { Context = context });
                cases.AddRange(options.Unfinished ? drawn.Select(one => CutLine.In(one, random)) : drawn);
            }
        }

        return cases;
    }

    /// <summary>The kinds that lack most cases come first, so that each gets its share of the tree.</summary>
    private static List<EvaluationCase> Draw(string path, SourceCode code, Dictionary<CaseKind, int> wanted, Random random, bool asTyped)
    {
        var cases = new List<EvaluationCase>();
        var taken = new List<Hole>();
        foreach (CaseKind kind in wanted.Where(kind => kind.Value > 0).OrderByDescending(kind => kind.Value).Select(kind => kind.Key).ToArray())
        {
            Hole[] holes = [.. HoleFinder.Find(kind, code).Where(hole => !taken.Exists(hole.Overlaps))];
            if (taken.Count < MostOfFile && holes.Length > 0)
            {
                Hole hole = holes[random.Next(holes.Length)];
                taken.Add(hole);
                cases.Add(CaseOf(path, kind, code, hole, asTyped));
                wanted[kind]--;
            }
        }

        return cases;
    }

    private static Dictionary<CaseKind, int> SharesOf(CaseMakerOptions options)
    {
        int kinds = options.Kinds.Count;
        return options.Kinds.Index().ToDictionary(kind => kind.Item, kind => options.Count / kinds + (kind.Index < options.Count % kinds ? 1 : 0));
    }

    private static EvaluationCase CaseOf(string path, CaseKind kind, SourceCode code, Hole hole, bool asTyped)
    {
        int line = code.LineOf(hole.Start);
        int column = hole.Start - code.Lines[line].Start;
        string id = string.Create(CultureInfo.InvariantCulture, $"{path}:{line + 1}:{column + 1} {CaseKinds.NameOf(kind)}");
        string suffix = asTyped ? UnwrittenRest.Suffix(code, hole) : code.Text[hole.End..];
        return new EvaluationCase(id, kind, path, code.Text[..hole.Start], suffix, code.Text[hole.Start..hole.End], []);
    }
}
