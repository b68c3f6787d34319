namespace Fathom.Operators.OnnxRuntime;

/// <summary>Something that runs the iterations of a loop: the threads of a session (<see cref="KernelContext"/>), or just the calling thread.</summary>
internal interface IParallelLoop
{
    /// <summary>Runs <paramref name="body"/> for 0…<paramref name="count"/>−1 and returns when all are done.</summary>
    void ParallelFor<TBody>(int count, scoped ref TBody body)
        where TBody : struct, IParallelBody, allows ref struct;
}
