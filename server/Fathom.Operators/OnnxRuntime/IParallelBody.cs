namespace Fathom.Operators.OnnxRuntime;

/// <summary>The body of a parallel loop: a (ref) struct holding what the iterations share.</summary>
internal interface IParallelBody
{
    /// <summary>Does the work of one iteration. Iterations run in any order, on several threads at once.</summary>
    void Run(int index);
}
