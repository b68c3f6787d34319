using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace Fathom.Operators.OnnxRuntime;

/// <summary>A set of operators under one domain name, made once and kept for the life of the process because sessions point into it.</summary>
internal sealed unsafe class OperatorDomain
{
    private readonly nint _domain;

    /// <summary>Describes the operators to ONNX Runtime.</summary>
    internal OperatorDomain(string name, IEnumerable<OperatorDeclaration> operators)
    {
        nint domain;
        fixed (byte* utf8 = Encoding.UTF8.GetBytes(name + '\0'))
        {
            OrtApi.Check(OrtApi.CreateCustomOpDomain(utf8, &domain));
        }

        foreach (OperatorDeclaration declaration in operators)
        {
            OrtApi.Check(OrtApi.CustomOpDomainAdd(domain, OperatorCallbacks.Describe(declaration)));
        }

        _domain = domain;
    }

    /// <summary>Makes the operators known to sessions that are created with these options.</summary>
    internal void AddTo(SessionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        OrtApi.Check(OrtApi.AddCustomOpDomain(options.DangerousGetHandle(), _domain));
        GC.KeepAlive(options);
    }
}
