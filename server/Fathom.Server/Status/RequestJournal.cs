using System.Text.Json;
using Fathom.Completion;
using Fathom.Server.Acceptance;

namespace Fathom.Server.Status;

/// <summary>Remembers how requests ended: counters for all, details for the latest. Safe for concurrent use.</summary>
internal sealed class RequestJournal
{
    private const int Capacity = 64;
    private readonly Lock _lock = new();
    private readonly LinkedList<RequestRecord> _latest = new();
    private readonly SortedDictionary<string, int> _counters = new(StringComparer.Ordinal);

    /// <summary>Time the last request took; null before the first.</summary>
    public TimeSpan? LastLatency { get; private set; }

    /// <summary>Requests by outcome (as <see cref="NameOf(CompletionOutcome)"/> spells it), and suggestions by fate: <c>accepted</c>, <c>rejected</c>, ….</summary>
    public IReadOnlyDictionary<string, int> Counters
    {
        get
        {
            lock (_lock)
            {
                return new SortedDictionary<string, int>(_counters, StringComparer.Ordinal);
            }
        }
    }

    /// <summary>The latest requests, newest first.</summary>
    public IReadOnlyList<RequestRecord> Latest
    {
        get
        {
            lock (_lock)
            {
                return [.. _latest];
            }
        }
    }

    /// <summary>The name of an outcome in status and log, for example <c>lowConfidence</c>.</summary>
    public static string NameOf(CompletionOutcome outcome) => JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());

    /// <summary>Adds a finished request.</summary>
    public void Add(RequestRecord record)
    {
        lock (_lock)
        {
            Count(NameOf(record.Answer.Outcome));
            LastLatency = record.Elapsed;
            _latest.AddFirst(record);
            if (_latest.Count > Capacity)
            {
                _latest.RemoveLast();
            }
        }
    }

    /// <summary>Notes what became of a suggestion; nothing when its request is not remembered any more.</summary>
    public void Settle(string id, SuggestionFate before, SuggestionFate fate)
    {
        lock (_lock)
        {
            if (before != SuggestionFate.Open)
            {
                Count(NameOf(before), -1);
            }

            Count(NameOf(fate));
            for (var node = _latest.First; node is not null; node = node.Next)
            {
                if (node.Value.Id == id)
                {
                    node.Value = node.Value with { Fate = fate };
                    return;
                }
            }
        }
    }

    private static string NameOf(SuggestionFate fate) => JsonNamingPolicy.CamelCase.ConvertName(fate.ToString());

    private void Count(string name, int change = 1)
    {
        int count = _counters.GetValueOrDefault(name) + change;
        if (count > 0)
        {
            _counters[name] = count;
        }
        else
        {
            _counters.Remove(name);
        }
    }
}
