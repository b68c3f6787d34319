namespace Fathom.OnnxExport.Initializers;

/// <summary>One or two constants of the graph that are made together (a weight and its scales), block by block.</summary>
internal abstract class Initializer
{
    /// <summary>The constants.</summary>
    public abstract IReadOnlyList<PlannedTensor> Tensors { get; }

    /// <summary>Writes all bytes of the constants.</summary>
    /// <param name="targets">One target per tensor, in the same order.</param>
    /// <param name="workspace">Buffers, and whether the export was cancelled.</param>
    public abstract void Write(IReadOnlyList<ITensorTarget> targets, Workspace workspace);
}
