using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Fathom.Repository.Indexing;

/// <summary>The cache file of one folder: made when it is missing, of another version or damaged.</summary>
internal sealed class IndexDatabase : IDisposable
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    private IndexDatabase(string path, SqliteConnection writer, SqliteConnection reader, bool wasMade)
    {
        (Path, Writer, Reader, WasMade) = (path, writer, reader, wasMade);
    }

    /// <summary>The cache file.</summary>
    public string Path { get; }

    /// <summary>For changes; one thread at a time.</summary>
    public SqliteConnection Writer { get; }

    /// <summary>For questions, also while changes are made; one thread at a time.</summary>
    public SqliteConnection Reader { get; }

    /// <summary>True when there was no usable file.</summary>
    public bool WasMade { get; }

    /// <summary>The cache file of a folder.</summary>
    public static string PathOf(string folder, string cacheFolder)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(folder)))[..12];
        return System.IO.Path.Combine(cacheFolder, "index", $"{System.IO.Path.GetFileName(folder)}-{hash}.db");
    }

    /// <summary>Opens the cache file, or makes it.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static IndexDatabase Open(string path)
    {
        IndexDatabase? made;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
            if (File.Exists(path) && TryOpen(path, wasMade: false) is { } database)
            {
                return database;
            }

            Delete(path);
            made = TryOpen(path, wasMade: true);
        }
        catch (Exception closed) when (closed is SqliteException or UnauthorizedAccessException or IOException)
        {
            throw Unwritable(path, closed);
        }

        return made ?? throw new IOException($"The cache file {path} cannot be used; delete it.");
    }

    /// <summary>Says that the cache file cannot be written, and what to do.</summary>
    public static IOException Unwritable(string path, Exception reason) =>
        new($"The cache file {path} cannot be written ({reason.Message.TrimEnd('.')}); set XDG_CACHE_HOME to a folder that can be.", reason);

    /// <summary>True when a failure says that the file is damaged.</summary>
    public static bool IsDamage(SqliteException failure) => failure.SqliteErrorCode is Corrupt or NotADatabase
        || failure.Message.Contains("no such table", StringComparison.Ordinal)
        || failure.Message.Contains("no such column", StringComparison.Ordinal)
        || failure.Message.Contains("vtable constructor failed", StringComparison.Ordinal);

    /// <summary>Closes the file and removes it.</summary>
    public void DisposeAndDelete()
    {
        Dispose();
        Delete(Path);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Reader.Dispose();
        Writer.Dispose();
    }

    /// <summary>Runs one statement without parameters.</summary>
    public static void Execute(SqliteConnection connection, string statement)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private static IndexDatabase? TryOpen(string path, bool wasMade)
    {
        SqliteConnection? writer = null;
        SqliteConnection? reader = null;
        try
        {
            writer = Connect(path);
            if (wasMade)
            {
                Execute(writer, $"{IndexSchema.Settings} begin; {IndexSchema.Tables} pragma user_version = {IndexSchema.Version}; commit;");
            }
            else if (Version(writer) != IndexSchema.Version)
            {
                writer.Dispose();
                return null;
            }

            Execute(writer, IndexSchema.Settings);
            reader = Connect(path);
            Execute(reader, IndexSchema.Settings);
            return new IndexDatabase(path, writer, reader, wasMade);
        }
        catch (SqliteException damaged) when (IsDamage(damaged) && !wasMade)
        {
            reader?.Dispose();
            writer?.Dispose();
            return null;
        }
    }

    // Connections that are kept for later would keep a damaged file open.
    private static SqliteConnection Connect(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static long Version(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "pragma user_version";
        return (long)command.ExecuteScalar()!;
    }

    private static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(path + "-wal");
        File.Delete(path + "-shm");
    }
}
