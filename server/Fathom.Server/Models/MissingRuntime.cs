namespace Fathom.Server.Models;

/// <summary>Tells that ONNX Runtime is not made for this machine from a fault of Fathom: .NET speaks of a type initializer in both cases.</summary>
internal static class MissingRuntime
{
    /// <summary>What to say and do.</summary>
    public const string Sentence =
        "ONNX Runtime, which runs the model inside, cannot be loaded: it is there for Linux with glibc and Windows, on x64 and arm64, and for macOS on Apple silicon; "
        + "elsewhere, name a model that runs on a server with --backend (setting fathom.backend).";

    /// <summary>True where a failure comes from the native library of ONNX Runtime, which is not there.</summary>
    public static bool IsReasonOf(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (cause is DllNotFoundException && cause.Message.Contains("onnxruntime", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
