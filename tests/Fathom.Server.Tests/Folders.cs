namespace Fathom.Server.Tests;

internal static class Folders
{
    /// <summary>Deletes a folder in which a server that has ended may still be making its last file.</summary>
    public static void Delete(string folder)
    {
        for (int attempt = 1; Directory.Exists(folder); attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException) when (attempt < 100)
            {
                Thread.Sleep(50);
            }
        }
    }
}
