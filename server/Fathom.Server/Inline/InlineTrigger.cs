using Fathom.Completion;

namespace Fathom.Server.Inline;

/// <summary>Reads the trigger kinds of clients old and new: 0 and 1 meant invoked and automatic before 1 and 2 did.</summary>
internal sealed class InlineTrigger
{
    private volatile bool _isOldClient;

    /// <summary>What a number means on this connection. Unknown numbers of newer clients are automatic.</summary>
    public CompletionTrigger Read(int? kind)
    {
        _isOldClient |= kind == 0;
        return kind is 0 || (kind is 1 && !_isOldClient) ? CompletionTrigger.Invoked : CompletionTrigger.Automatic;
    }
}
