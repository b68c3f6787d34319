using Fathom.Operators.Linear;
using Fathom.Operators.OnnxRuntime;

namespace Fathom.Operators.Tests.Linear;

/// <summary>Runs a kernel over managed arrays.</summary>
internal static class KernelRun
{
    /// <summary>y [T, G·N] of inputs [T, G·K] for the G matrices of the weight.</summary>
    public static float[] Run(LinearKernel kernel, RandomWeight weight, float[] input)
    {
        int count = input.Length / (weight.Matrices * weight.Columns);
        var output = new float[count * weight.Matrices * weight.Rows];
        GroupedProduct.Compute(kernel, weight.View, weight.Matrices, input, output, default(BackwardLoop));
        GC.KeepAlive(weight);
        return output;
    }

    /// <summary>Runs the pieces of a job last to first, since no order may matter.</summary>
    private readonly struct BackwardLoop : IParallelLoop
    {
        public void ParallelFor<TBody>(int count, scoped ref TBody body)
            where TBody : struct, IParallelBody, allows ref struct
        {
            for (int i = count - 1; i >= 0; i--)
            {
                body.Run(i);
            }
        }
    }
}
