namespace Fathom.Operators.Sequences;

/// <summary>
/// The attention state of one token stream. A graph finds it by the handle in its <c>sequences</c> input; every HybridAttention node appends to its own
/// layer's state. After a run the caller commits the new length, or rewinds to the old one if the run failed or was cancelled.
/// </summary>
/// <remarks>
/// A sequence belongs to one caller at a time: its members and the runs that use it must not overlap. Different sequences, forks of one another
/// included, are independent.
/// </remarks>
public sealed class Sequence : IDisposable
{
    private readonly SequenceOptions _options;
    private LayerState?[] _layers;
    private readonly Lock _growing = new();
    private bool _isDisposed;

    private Sequence(SequenceOptions options, LayerState?[] layers, int length)
    {
        _options = options;
        _layers = layers;
        Length = length;
        Handle = SequenceTable.NextHandle();
        SequenceTable.Add(this);
    }

    /// <summary>What the graph's <c>sequences</c> input holds for this sequence's rows; positive, unique in the process.</summary>
    public long Handle { get; }

    /// <summary>Number of committed tokens, and so the position of the next one.</summary>
    public int Length { get; private set; }

    /// <summary>
    /// The earliest position, 0…<see cref="Length"/>, from which on every position can be rewound to. Position 0 always can, too.
    /// At most <see cref="Length"/> − <see cref="SequenceOptions.RewindTokens"/>.
    /// </summary>
    public int EarliestRewind
    {
        get
        {
            int earliest = 0;
            foreach (LayerState? layer in _layers)
            {
                earliest = Math.Max(earliest, layer?.EarliestRewind ?? 0);
            }

            return earliest;
        }
    }

    /// <summary>Bytes of attention state held. Pages shared with forks count in full for each.</summary>
    public long Bytes
    {
        get
        {
            long bytes = 0;
            foreach (LayerState? layer in _layers)
            {
                bytes += layer?.Bytes ?? 0;
            }

            return bytes;
        }
    }

    /// <summary>Starts an empty sequence.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="SequenceOptions.RewindTokens"/> is negative.</exception>
    public static Sequence Create(SequenceOptions? options = null)
    {
        options ??= new SequenceOptions();
        ArgumentOutOfRangeException.ThrowIfNegative(options.RewindTokens);
        return new Sequence(options, [], 0);
    }

    /// <summary>Makes the tokens that runs appended part of the sequence, and drops state that is too old to rewind to.</summary>
    /// <param name="length">The new length: <see cref="Length"/> plus the rows of the runs since the last commit.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is not what the layers hold.</exception>
    /// <exception cref="InvalidOperationException">A run is using the sequence.</exception>
    /// <exception cref="ObjectDisposedException">The sequence is disposed.</exception>
    public void Commit(int length)
    {
        ThrowIfUnavailable();
        foreach (LayerState? layer in _layers)
        {
            if (layer is not null && layer.Count != length)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(length),
                    length,
                    $"Sequence {Handle} cannot be committed at {length} tokens because its layers hold {layer.Count}; commit what the run appended, or rewind.");
            }
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(length, Length);
        Length = length;
        foreach (LayerState? layer in _layers)
        {
            layer?.Trim(length - _options.RewindTokens);
        }
    }

    /// <summary>
    /// Drops every token from <paramref name="position"/> on, committed or left by a failed run; the next token has this position. Going on from there gives
    /// exactly the results that it would have given had the dropped tokens never been.
    /// </summary>
    /// <param name="position">0, or <see cref="EarliestRewind"/>…<see cref="Length"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> is another.</exception>
    /// <exception cref="InvalidOperationException">A run is using the sequence.</exception>
    /// <exception cref="ObjectDisposedException">The sequence is disposed.</exception>
    public void Rewind(int position)
    {
        ThrowIfUnavailable();
        int earliest = EarliestRewind;
        if (position != 0 && (position < earliest || position > Length))
        {
            throw new ArgumentOutOfRangeException(
                nameof(position),
                position,
                $"Sequence {Handle} can be rewound to {earliest}…{Length} or to 0, not to {position}.");
        }

        foreach (LayerState? layer in _layers)
        {
            layer?.Truncate(position);
        }

        Length = position;
    }

    /// <summary>
    /// A sequence with the same committed tokens and a handle of its own. Memory is shared until one of the two writes to it.
    /// </summary>
    /// <exception cref="InvalidOperationException">A run is using the sequence.</exception>
    /// <exception cref="ObjectDisposedException">The sequence is disposed.</exception>
    public Sequence Fork()
    {
        ThrowIfUnavailable();
        LayerState?[] layers = new LayerState?[_layers.Length];
        for (int i = 0; i < layers.Length; i++)
        {
            layers[i] = _layers[i]?.Fork();
            layers[i]?.Truncate(Length);
        }

        return new Sequence(_options, layers, Length);
    }

    /// <summary>Forgets the state; the handle is unknown from now on.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        SequenceTable.Remove(this);
        _layers = [];
    }

    /// <summary>The state of one layer, made when first asked for; null if the layer exists with another shape.</summary>
    internal LayerState? Layer(int index, LayerShape shape)
    {
        LayerState?[] layers = _layers;
        if (index < layers.Length && layers[index] is { } layer)
        {
            return ReferenceEquals(layer.Shape, shape) || layer.Shape == shape ? layer : null;
        }

        lock (_growing)
        {
            if (index >= _layers.Length)
            {
                LayerState?[] grown = new LayerState?[index + 1];
                _layers.CopyTo(grown, 0);
                _layers = grown;
            }

            layer = _layers[index] ??= new LayerState(shape);
        }

        return layer.Shape == shape ? layer : null;
    }

    private void ThrowIfUnavailable()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        foreach (LayerState? layer in _layers)
        {
            if (layer is { IsRunning: true })
            {
                throw new InvalidOperationException($"Sequence {Handle} is in use by a run; wait for it to end.");
            }
        }
    }
}
