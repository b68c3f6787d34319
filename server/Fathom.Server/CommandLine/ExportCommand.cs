using System.CommandLine;
using Fathom.OnnxExport;
using Spectre.Console;

namespace Fathom.Server.CommandLine;

/// <summary><c>fathom export</c>: a DeepSeek-V4 checkpoint to a folder that Fathom runs.</summary>
internal static class ExportCommand
{
    private const double Megabyte = 1 << 20;

    public static Command Create()
    {
        var checkpoint = new Argument<string>("CHECKPOINT") { Description = "Folder with config.json and *.safetensors." };
        var output = new Argument<string>("OUT") { Description = "Folder to make." };
        var weights = new Option<WeightOption?>("--weights")
        {
            Description = "How to store the weights: float32, int8, int4 or published; int8 by default.",
            HelpName = "FORMAT",
        };
        var hiddenStates = new Option<bool>("--hidden-states") { Description = "Also return the residual streams before every layer." };
        var command = new Command("export", "Export a DeepSeek-V4 checkpoint to ONNX.") { checkpoint, output, weights, hiddenStates };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(checkpoint),
            result.GetRequiredValue(output),
            new ExportOptions(result.GetValue(weights) ?? WeightOption.Int8, result.GetValue(hiddenStates)),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string checkpoint, string output, ExportOptions options, CancellationToken cancellationToken)
    {
        await AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new TransferSpeedColumn())
            .StartAsync(async progress =>
            {
                ProgressTask bar = progress.AddTask("reading");
                await Task.Run(() => Exporter.Export(checkpoint, output, options, new BarProgress(bar), cancellationToken), cancellationToken);
            });
        long size = Directory.EnumerateFiles(output).Sum(file => new FileInfo(file).Length);
        AnsiConsole.WriteLine($"{output}: {size / Megabyte:F1} MiB");
        return 0;
    }

    /// <summary>Moves the bar on the exporter's own thread: later steps cannot overtake earlier ones.</summary>
    private sealed class BarProgress(ProgressTask bar) : IProgress<ExportProgress>
    {
        public void Report(ExportProgress value)
        {
            bar.MaxValue = value.BytesTotal;
            bar.Value = value.BytesDone;
            bar.Description = value.Tensor.EscapeMarkup();
        }
    }
}
