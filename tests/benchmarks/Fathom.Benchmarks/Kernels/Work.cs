namespace Fathom.Benchmarks.Kernels;

/// <summary>What one call of a benchmark does, for the columns of rates.</summary>
/// <param name="WeightBytes">Bytes of weights and scales that it reads.</param>
/// <param name="MultiplyAdds">Multiply-adds that it computes.</param>
public sealed record Work(long WeightBytes, long MultiplyAdds);

/// <summary>A parameter of a benchmark that knows the work it stands for.</summary>
public interface IWorkload
{
    /// <summary>The work of one call.</summary>
    Work Work { get; }
}
