namespace Fathom.OnnxExport.Writing;

/// <summary>Adds up written bytes and reports them every few megabytes and at the end.</summary>
internal sealed class ProgressMeter(long total, IProgress<ExportProgress>? progress)
{
    private const long ReportBytes = 4 << 20;

    private long done;
    private long reported;

    /// <summary>Counts bytes of a tensor as written.</summary>
    public void Advance(long bytes, string tensor)
    {
        done += bytes;
        if (done - reported >= ReportBytes || done == total)
        {
            reported = done;
            progress?.Report(new ExportProgress(done, total, tensor));
        }
    }
}
