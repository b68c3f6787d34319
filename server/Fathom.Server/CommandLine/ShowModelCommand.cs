using System.CommandLine;
using System.Globalization;
using Fathom.Inference.Configuration;
using Fathom.OnnxExport;
using Spectre.Console;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom model show</c>: the layers of an exported model and what it costs.</summary>
internal static class ShowModelCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "Folder of an exported model." };
        var command = new Command("show", "Print layers, sizes, bytes read per token and cache bytes per token.") { folder };
        command.SetAction(result => Run(result.GetRequiredValue(folder)));
        return command;
    }

    private static int Run(string folder)
    {
        ModelSummary summary = ModelSummary.Read(folder);
        AnsiConsole.Write(LayersOf(summary.Configuration));
        AnsiConsole.Write(SizesOf(summary));
        AnsiConsole.WriteLine($"weights            {summary.Weights}");
        AnsiConsole.WriteLine($"read per token     {Bytes(summary.BytesPerToken)}");
        AnsiConsole.WriteLine($"cache per token    {Number(summary.CacheBytesPerToken)} bytes");
        AnsiConsole.WriteLine($"cache per sequence {Bytes(summary.CacheBytesFixed)}");
        return 0;
    }

    private static Table LayersOf(ModelConfiguration configuration)
    {
        Table table = new Table().AddColumns("layer", "attention", "ratio", "routing", "rotary table");
        foreach (LayerPlan layer in configuration.Layers)
        {
            string ratio = layer.Ratio == 0 ? "" : layer.Ratio.ToString(CultureInfo.InvariantCulture);
            table.AddRow(layer.Index.ToString(CultureInfo.InvariantCulture), NameOf(layer.Attention), ratio, NameOf(layer.Routing), NameOf(layer.Rotary));
        }

        return table;
    }

    private static Table SizesOf(ModelSummary summary)
    {
        Table table = new Table().AddColumns("part", "parameters", "size", "read per token");
        foreach (TableColumn column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        foreach (PartSize part in summary.Parts)
        {
            table.AddRow(part.Part.ToString(), Number(part.Parameters), Bytes(part.Bytes), Bytes(part.BytesPerToken));
        }

        return table.AddRow("Total", Number(summary.Parameters), Bytes(summary.Bytes), Bytes(summary.BytesPerToken));
    }

    private static string NameOf(AttentionKind kind) => kind switch
    {
        AttentionKind.CompressedSparse => "compressed sparse",
        AttentionKind.HeavilyCompressed => "heavily compressed",
        _ => "window",
    };

    private static string NameOf(RoutingKind kind) => kind == RoutingKind.Hash ? "hash" : "learned";

    private static string NameOf(RotaryTable table)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"{table.Width} wide, base {table.Base:N0}");
        return table.Scaling is { } yarn ? string.Create(CultureInfo.InvariantCulture, $"{name}, YaRN × {yarn.Factor}") : name;
    }

    private static string Number(double value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20):F2} MiB");
}
