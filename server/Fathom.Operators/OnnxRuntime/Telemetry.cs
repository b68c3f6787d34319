using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Fathom.Operators.OnnxRuntime;

/// <summary>
/// What ONNX Runtime reports of itself. From 1.31 on its libraries for Linux and macOS keep events of every run in the user's cache folder and send them to their makers; those for Windows
/// leave them to the system. Fathom opens no connection that the user has not asked for, and writes nothing outside its own folder.
/// </summary>
internal static partial class Telemetry
{
    private const string Switch = "ORT_DISABLE_TELEMETRY";

    /// <summary>Switches it off, for this process and those that it starts; to be called before the library is loaded, which asks then and never again.</summary>
    public static void SwitchOff()
    {
        Environment.SetEnvironmentVariable(Switch, "1");
        if (OperatingSystem.IsWindows())
        {
            OrtEnv.Instance().DisableTelemetryEvents();
        }
        else
        {
            // The runtime keeps variables of its own there; a library reads those of the process.
            _ = SetVariable(Switch, "1", overwrite: 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
