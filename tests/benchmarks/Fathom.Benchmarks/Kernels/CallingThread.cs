using Fathom.Operators.OnnxRuntime;

namespace Fathom.Benchmarks.Kernels;

/// <summary>Runs every piece of a job on the thread that calls.</summary>
internal readonly struct CallingThread : IParallelLoop
{
    public void ParallelFor<TBody>(int count, scoped ref TBody body)
        where TBody : struct, IParallelBody, allows ref struct
    {
        for (int i = 0; i < count; i++)
        {
            body.Run(i);
        }
    }
}
