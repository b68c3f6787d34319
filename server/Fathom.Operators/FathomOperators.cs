using Fathom.Operators.Attention;
using Fathom.Operators.Experts;
using Fathom.Operators.HyperConnections;
using Fathom.Operators.Linear;
using Fathom.Operators.OnnxRuntime;
using Microsoft.ML.OnnxRuntime;

namespace Fathom.Operators;

/// <summary>The custom operators of exported models, domain <c>fathom</c>, version 1.</summary>
public static class FathomOperators
{
    /// <summary>The domain of the operators in a graph.</summary>
    public const string Domain = "fathom";

    private static readonly Lock s_creation = new();
    private static readonly Lazy<OperatorDomain> Operators = new(() => new OperatorDomain(
        Domain,
        [
            HybridAttention.Declaration,
            HyperConnectionCollapse.Declaration,
            HyperConnectionExpand.Declaration,
            GroupedLinear.Declaration,
            Projections.Declaration,
            ExpertRouting.Declaration,
            ExpertMixture.Declaration,
        ]));

    /// <summary>Options for a session of ours; they come from here since the first ones load ONNX Runtime, and what it is not to do has to be said before.</summary>
    /// <exception cref="DllNotFoundException">There is no ONNX Runtime for this system.</exception>
    public static SessionOptions CreateOptions()
    {
        Telemetry.SwitchOff();
        return new SessionOptions();
    }

    /// <summary>Makes the operators known to sessions that are created with <paramref name="options"/>; call it once per options object.</summary>
    /// <exception cref="NotSupportedException">The ONNX Runtime library that was loaded is too old.</exception>
    public static void Register(SessionOptions options) => Operators.Value.AddTo(options);

    /// <summary>
    /// Creates a session that has custom operators, one at a time: ONNX Runtime looks a domain up in a table of the process and then adds it, and of two first
    /// sessions that do so at once one fails.
    /// </summary>
    /// <param name="create">Creates the session; what it throws is thrown.</param>
    public static InferenceSession CreateSession(Func<InferenceSession> create)
    {
        lock (s_creation)
        {
            return create();
        }
    }
}
