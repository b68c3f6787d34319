namespace Fathom.Repository.Indexing;

/// <summary>Collects young objects before the runtime does, at a moment when nobody waits.</summary>
/// <remarks>
/// Whatever reads a folder keeps a good part of what it allocates, so that a collection takes some milliseconds for each megabyte; all threads stand still meanwhile,
/// the one that answers a key among them.
/// </remarks>
internal static class YoungGarbage
{
    private static readonly Lock s_lock = new();
    private static int s_collections;
    private static long s_allocatedBefore;

    /// <summary>Collects where more has been allocated since the last collection.</summary>
    /// <param name="bytes">By all threads of the process.</param>
    public static void CollectAbove(long bytes)
    {
        lock (s_lock)
        {
            bool isCollected = GC.CollectionCount(0) != s_collections;
            if (!isCollected && GC.GetTotalAllocatedBytes() - s_allocatedBefore > bytes)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
                isCollected = true;
            }

            if (isCollected)
            {
                s_collections = GC.CollectionCount(0);
                s_allocatedBefore = GC.GetTotalAllocatedBytes();
            }
        }
    }
}
