using Fathom.Completion.Evaluation;
using Fathom.Completion.Generation;

namespace Fathom.Completion.Tests.Evaluation;

/// <summary>Cases written as their file with the hole between <c>«</c> and <c>»</c>.</summary>
internal static class Cases
{
    public static EvaluationCase Of(CaseKind kind, string marked, string path = "Cart.cs", params ContextFile[] context)
    {
        int start = marked.IndexOf('«', StringComparison.Ordinal);
        int end = marked.IndexOf('»', StringComparison.Ordinal);
        Assert.True(start >= 0 && end > start, "the file has no hole");
        return new EvaluationCase("1", kind, path, marked[..start], marked[(end + 1)..], marked[(start + 1)..end], context);
    }
}
