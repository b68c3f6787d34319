using Fathom.Server.Configuration;
using Fathom.Server.Hosting;
using Fathom.Server.Protocol;

namespace Fathom.Server.Lists;

/// <summary>Offers completion lists only to clients that lack inline completion, or that ask for lists.</summary>
internal sealed class ListSwitch(ServerSession session, ClientMessages client)
{
    private static readonly string[] s_triggers = [".", "(", "=", ",", "<"];
    private static readonly DocumentFilter[] s_documents = [new("file"), new("untitled")];
    private readonly Lock _lock = new();
    private bool _isOffered;

    /// <summary>True when lists are to be answered with items now.</summary>
    public bool IsOn => session.Settings.ListOffer switch
    {
        ListOffer.Always => true,
        ListOffer.Never => false,
        _ => !session.HasInlineCompletion,
    };

    /// <summary>What the answer to <c>initialize</c> says; null when lists are not offered.</summary>
    public CompletionOptions? OfferAtStart()
    {
        lock (_lock)
        {
            _isOffered = IsOn;
            return _isOffered ? new CompletionOptions(null, s_triggers, ResolveProvider: false) : null;
        }
    }

    /// <summary>Settings came later: lists are registered where they are wanted now and the client can be told. Returns at once.</summary>
    public void OfferLater()
    {
        lock (_lock)
        {
            if (_isOffered || !IsOn || !session.CanRegisterLists)
            {
                return;
            }

            _isOffered = true;
        }

        _ = client.RegisterAsync(new Registration("fathom/lists", "textDocument/completion", new CompletionOptions(s_documents, s_triggers, ResolveProvider: false)));
    }
}
