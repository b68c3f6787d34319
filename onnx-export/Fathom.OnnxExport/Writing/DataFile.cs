using Microsoft.Win32.SafeHandles;

namespace Fathom.OnnxExport.Writing;

/// <summary>The file of external data, written at any offset.</summary>
internal sealed class DataFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private DataFile(SafeFileHandle handle) => this.handle = handle;

    /// <summary>Creates the file with room for <paramref name="length"/> bytes, so that a full disk shows at once.</summary>
    public static DataFile Create(string path, long length) =>
        new(File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, FileOptions.None, preallocationSize: length));

    /// <summary>Writes bytes at an offset.</summary>
    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(handle, bytes, offset);

    public void Dispose() => handle.Dispose();
}
