using System.Diagnostics;
using Fathom.Inference.Verification;
using Fathom.OnnxExport;

namespace Fathom.Inference.Tests.Models;

/// <summary>
/// The trained checkpoint in Hugging Face transformers and here. It needs Python with torch and transformers (FATHOM_PYTHON, else python3) and the float checkpoint
/// (FATHOM_CHECKPOINT), which is too large for the repository: where one of them is missing the test skips and says so.
/// </summary>
public sealed class TransformersTests
{
    private static readonly string Python = Environment.GetEnvironmentVariable("FATHOM_PYTHON") ?? "python3";

    [Fact]
    public async Task The_trained_checkpoint_has_the_logits_that_transformers_gives_it()
    {
        string? checkpoint = Environment.GetEnvironmentVariable("FATHOM_CHECKPOINT");
        Assert.SkipWhen(string.IsNullOrEmpty(checkpoint), "FATHOM_CHECKPOINT does not name the folder of a trained checkpoint.");
        Assert.SkipUnless(await Run("-c", "import torch, safetensors, transformers") == 0, $"{Python} has no torch, safetensors or transformers.");
        using TemporaryFolder folder = new();
        string expected = folder.File("expected.safetensors");
        string model = folder.File("model");

        int exitCode = await Run(Path.Combine(RepositoryFolder.Root, "onnx-export", "training", "expected.py"), checkpoint!, expected);
        Exporter.Export(checkpoint!, model, new ExportOptions(WeightOption.Float32), cancellation: TestContext.Current.CancellationToken);
        VerificationResult result = ModelVerification.Run(model, expected, 1e-3f);

        Assert.Equal(0, exitCode);
        Assert.True(result.Passed, result.ToString());
    }

    private static async Task<int> Run(params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            TestContext.Current.SendDiagnosticMessage(await output + await errors);
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
