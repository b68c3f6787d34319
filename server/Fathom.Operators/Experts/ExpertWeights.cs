using Fathom.Operators.Linear;

namespace Fathom.Operators.Experts;

/// <summary>The packed weights of experts of one shape: per expert gate (w1) and up (w3), each [I, d], and down (w2) [d, I].</summary>
/// <param name="gateUp">The gate of expert 0; the matrices lie as gate₀, up₀, gate₁, ….</param>
/// <param name="down">The down matrix of expert 0.</param>
internal readonly struct ExpertWeights(WeightView gateUp, WeightView down)
{
    /// <summary>d.</summary>
    public int HiddenWidth => gateUp.Columns;

    /// <summary>I.</summary>
    public int ExpertWidth => gateUp.Rows;

    /// <summary>The kernel of the format.</summary>
    public LinearKernel Kernel { get; } = LinearKernel.For(gateUp.Format);

    /// <summary>w1 of an expert.</summary>
    public WeightView Gate(int expert) => gateUp.Matrix(2 * expert);

    /// <summary>w3 of an expert.</summary>
    public WeightView Up(int expert) => gateUp.Matrix((2 * expert) + 1);

    /// <summary>w2 of an expert.</summary>
    public WeightView Down(int expert) => down.Matrix(expert);
}
