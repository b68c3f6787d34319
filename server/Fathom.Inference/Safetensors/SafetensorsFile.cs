using Microsoft.Win32.SafeHandles;

namespace Fathom.Inference.Safetensors;

/// <summary>
/// An open safetensors file: its header, validated, and slices of its tensors read on demand. Reading is thread-safe.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly SafeFileHandle handle;

    private SafetensorsFile(string path, SafeFileHandle handle)
    {
        Path = path;
        this.handle = handle;
        Tensors = SafetensorsHeader.Read(this, handle);
    }

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsTensor> Tensors { get; }

    /// <summary>Opens a file and validates its header: sizes, types, bounds and overlaps.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is truncated or its header is wrong; the message names file and tensor.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle handle = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            return new SafetensorsFile(path, handle);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    internal void Read(long offset, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            int count = RandomAccess.Read(handle, destination, offset);
            if (count == 0)
            {
                throw new EndOfStreamException($"{Path} ends at byte {offset}, inside a tensor; it became shorter since it was opened.");
            }

            destination = destination[count..];
            offset += count;
        }
    }
}
