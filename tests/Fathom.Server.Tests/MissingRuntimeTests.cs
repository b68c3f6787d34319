using Fathom.Server.CommandLine;
using Fathom.Server.Models;

namespace Fathom.Server.Tests;

/// <summary>A machine for which ONNX Runtime is not made, such as a Mac with an Intel processor.</summary>
[Collection("console")]
public sealed class MissingRuntimeTests
{
    private static readonly DllNotFoundException s_missing = new("Unable to load shared library 'onnxruntime' or one of its dependencies.\nIn order to help diagnose loading problems, …");

    [Fact]
    public async Task It_is_told_in_one_sentence_and_not_as_a_fault_of_Fathom()
    {
        (int code, _, string errors) = await CommandLines.RunAsync(() => FathomCommand.EndInOneSentenceAsync(() => throw new TypeInitializationException("Microsoft.ML.OnnxRuntime.NativeMethods", s_missing)));

        Assert.Equal(1, code);
        Assert.StartsWith("fathom: ONNX Runtime, which runs the model inside, cannot be loaded: it is there for Linux", Assert.Single(errors.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Contains("--backend", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_library_that_is_missing_is_another_matter()
    {
        var other = new TypeInitializationException("SQLitePCL.raw", new DllNotFoundException("Unable to load shared library 'e_sqlite3'."));

        Assert.True(MissingRuntime.IsReasonOf(s_missing));
        Assert.False(MissingRuntime.IsReasonOf(other));
    }
}
