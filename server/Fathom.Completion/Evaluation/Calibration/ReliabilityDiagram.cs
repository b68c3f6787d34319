using System.Globalization;
using System.Text;

namespace Fathom.Completion.Evaluation.Calibration;

/// <summary>Draws a reliability diagram: what was foretold against what came true. Points on the diagonal are honest; a point's area is its number of suggestions.</summary>
public static class ReliabilityDiagram
{
    private const int Side = 320;
    private const int Left = 56;
    private const int Top = 34;
    private const double LargestRadius = 16;

    // One grey for text and lines, so that the picture can be read on light and on dark ground.
    private const string Style =
        "text{fill:#57606a}.axis{stroke:#8c959f;fill:none}.grid{stroke:#8c959f;stroke-opacity:.3}"
        + ".point{fill:#0969da;fill-opacity:.65}.mark{stroke:#bf8700;stroke-dasharray:3 3}";

    /// <summary>The diagram as an SVG document, readable on light and on dark ground.</summary>
    /// <param name="title">What is shown, for example the model's name.</param>
    /// <param name="bins">The points.</param>
    /// <param name="choices">Settings whose thresholds are marked.</param>
    public static string Draw(string title, IReadOnlyList<ReliabilityBin> bins, IReadOnlyList<LevelChoice> choices)
    {
        var svg = new StringBuilder();
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Left + Side + 24} {Top + Side + 52}\" font-family=\"sans-serif\" font-size=\"11\">");
        Add($"<style>{Style}</style>");
        Add($"<text x=\"{Left}\" y=\"18\" font-size=\"13\">{Escape(title)}</text>");
        for (int tenth = 0; tenth <= 10; tenth += 2)
        {
            double share = tenth / 10d;
            Add($"<path class=\"grid\" d=\"M{X(share):F1} {Y(0):F1}V{Y(1):F1}M{X(0):F1} {Y(share):F1}H{X(1):F1}\"/>");
            Add($"<text x=\"{X(share):F1}\" y=\"{Y(0) + 16:F1}\" text-anchor=\"middle\">{share:F1}</text>");
            Add($"<text x=\"{X(0) - 6:F1}\" y=\"{Y(share) + 4:F1}\" text-anchor=\"end\">{share:F1}</text>");
        }

        Add($"<path class=\"axis\" d=\"M{X(0):F1} {Y(1):F1}V{Y(0):F1}H{X(1):F1}M{X(0):F1} {Y(0):F1}L{X(1):F1} {Y(1):F1}\"/>");
        foreach (LevelChoice choice in choices)
        {
            Add($"<path class=\"mark\" d=\"M{X(choice.Threshold):F1} {Y(0):F1}V{Y(1):F1}\"/>");
            Add($"<text transform=\"translate({X(choice.Threshold) - 3:F1} {Y(1) + 4:F1}) rotate(-90)\" text-anchor=\"end\">{choice.Level.ToString().ToLowerInvariant()}</text>");
        }

        int most = bins.Select(bin => bin.Suggestions).DefaultIfEmpty(1).Max();
        foreach (ReliabilityBin bin in bins)
        {
            double radius = Math.Max(2, LargestRadius * Math.Sqrt((double)bin.Suggestions / most));
            Add($"<circle class=\"point\" cx=\"{X(bin.Foretold):F1}\" cy=\"{Y(bin.Right):F1}\" r=\"{radius:F1}\"><title>{bin.Suggestions} suggestions: {bin.Foretold:P0} foretold, {bin.Right:P0} right</title></circle>");
        }

        Add($"<text x=\"{X(0.5):F1}\" y=\"{Y(0) + 36:F1}\" text-anchor=\"middle\">probability foretold</text>");
        Add($"<text transform=\"translate(16 {Y(0.5):F1}) rotate(-90)\" text-anchor=\"middle\">share that was right</text>");
        Add($"</svg>");
        return svg.ToString();

        void Add(FormattableString line) => svg.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static double X(double share) => Left + (Side * share);

    private static double Y(double share) => Top + (Side * (1 - share));

    private static string Escape(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal);
}
