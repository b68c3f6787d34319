using Fathom.Repository.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.Context;

/// <summary>
/// Tells the type of an expression from declarations alone: those of the member around it, of its type, and of the types of the repository.
/// It knows nothing of overloads, extension methods and inferred type arguments; where these decide, it says nothing.
/// </summary>
internal sealed class ExpressionTypes(TypeLookup types, string enclosingType, IReadOnlyDictionary<string, Declared> declared)
{
    private const int Deepest = 12;

    /// <summary>The simple name of the type, or null where it is not to be told.</summary>
    public string? NameOf(ExpressionSyntax expression) => SimpleName(TypeOf(expression, Deepest));

    /// <summary>The simple name of the type of a local, parameter, field or property; null where it is not to be told.</summary>
    public string? NameOfVariable(string name) => SimpleName(TypeOfName(name, Deepest));

    /// <summary>The last name of a type as the source writes it.</summary>
    public static string? SimpleName(string? type) => type is null ? null : SignatureText.SimpleName(SyntaxFactory.ParseTypeName(type));

    private string? TypeOf(ExpressionSyntax? expression, int depth)
    {
        if (depth == 0)
        {
            return null;
        }

        return expression switch
        {
            IdentifierNameSyntax name => TypeOfName(name.Identifier.ValueText, depth - 1),
            ThisExpressionSyntax => enclosingType,
            BaseExpressionSyntax => types.Find(enclosingType).SelectMany(part => part.Bases).FirstOrDefault(),
            MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own => TypeOfName(own.Name.Identifier.ValueText, depth - 1),
            MemberAccessExpressionSyntax access => TypeOfMember(TypeOf(access.Expression, depth - 1), access.Name, depth),
            ConditionalAccessExpressionSyntax access => TypeOfBinding(TypeOf(access.Expression, depth - 1), access.WhenNotNull, depth),
            InvocationExpressionSyntax call => TypeOf(call.Expression, depth - 1),
            ObjectCreationExpressionSyntax made => made.Type.ToString(),
            CastExpressionSyntax cast => cast.Type.ToString(),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AsExpression } cast => cast.Right.ToString(),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } either => TypeOf(either.Left, depth - 1),
            AwaitExpressionSyntax awaited => Argument(TypeOf(awaited.Expression, depth - 1), "Task", "ValueTask"),
            ParenthesizedExpressionSyntax inner => TypeOf(inner.Expression, depth - 1),
            PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } sure => TypeOf(sure.Operand, depth - 1),
            ElementAccessExpressionSyntax element => ElementOf(TypeOf(element.Expression, depth - 1)),
            GenericNameSyntax generic => TypeOfName(generic.Identifier.ValueText, depth - 1),
            _ => null,
        };
    }

    private string? TypeOfName(string name, int depth)
    {
        if (depth <= 0)
        {
            return null;
        }

        if (declared.TryGetValue(name, out Declared? variable))
        {
            return variable switch
            {
                { Type: { } type } => type,
                { IsElement: true } => ElementOf(TypeOf(variable.Value, depth - 1)),
                _ => TypeOf(variable.Value, depth - 1),
            };
        }

        return types.FindMember(enclosingType, name) is { } member && member.Name != enclosingType ? member.Result
            : types.Find(name).Count > 0 ? name
            : null;
    }

    private string? TypeOfMember(string? owner, SimpleNameSyntax name, int depth)
    {
        if (SimpleName(owner) is not { } type)
        {
            return null;
        }

        string? result = types.FindMember(type, name.Identifier.ValueText)?.Result;
        return result is null or "" ? null : depth > 0 ? Substitute(type, owner!, result) : null;
    }

    private string? TypeOfBinding(string? owner, ExpressionSyntax then, int depth) => then switch
    {
        MemberBindingExpressionSyntax binding => TypeOfMember(owner, binding.Name, depth - 1),
        InvocationExpressionSyntax call => TypeOfBinding(owner, call.Expression, depth - 1),
        MemberAccessExpressionSyntax access => TypeOfMember(TypeOfBinding(owner, access.Expression, depth - 1), access.Name, depth - 1),
        _ => null,
    };

    // A member that gives the type parameter of its type gives the argument.
    private string Substitute(string type, string written, string result)
    {
        if (SyntaxFactory.ParseTypeName(written) is not GenericNameSyntax generic || types.Find(type) is not [var part, ..])
        {
            return result;
        }

        int open = part.Header.IndexOf(type + "<", StringComparison.Ordinal);
        int close = open < 0 ? -1 : part.Header.IndexOf('>', open);
        if (close < 0)
        {
            return result;
        }

        string[] parameters = part.Header[(open + type.Length + 1)..close].Split(',', StringSplitOptions.TrimEntries);
        for (int i = 0; i < Math.Min(parameters.Length, generic.TypeArgumentList.Arguments.Count); i++)
        {
            if (result.TrimEnd('?') == parameters[i])
            {
                return generic.TypeArgumentList.Arguments[i].ToString();
            }
        }

        return result;
    }

    private static string? Argument(string? type, params ReadOnlySpan<string> wrappers) =>
        type is not null && SyntaxFactory.ParseTypeName(type) is GenericNameSyntax { TypeArgumentList.Arguments: [var only] } generic
        && wrappers.Contains(generic.Identifier.ValueText)
            ? only.ToString()
            : null;

    private static string? ElementOf(string? type) => type is null ? null : SyntaxFactory.ParseTypeName(type) switch
    {
        ArrayTypeSyntax array => array.ElementType.ToString(),
        GenericNameSyntax generic => generic.TypeArgumentList.Arguments[^1].ToString(),
        NullableTypeSyntax nullable => ElementOf(nullable.ElementType.ToString()),
        _ => null,
    };
}
