using System.Runtime.CompilerServices;

namespace Fathom.Server.Tests;

/// <summary>The user's cache, for commands that run in this process: a folder that is gone after the tests, so that they leave nothing in the real one.</summary>
internal static class TestCache
{
    [ModuleInitializer]
    internal static void Use()
    {
        string folder = Directory.CreateTempSubdirectory("fathom-cache-").FullName;
        Environment.SetEnvironmentVariable("XDG_CACHE_HOME", folder);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Folders.Delete(folder);
    }
}
