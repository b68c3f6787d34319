using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Completion.Stopping;

/// <summary>Complete at the end of the first statement, member or top-level declaration, as Roslyn parses it.</summary>
/// <param name="place">One of <see cref="CSharpPlace.Statement"/>, <see cref="CSharpPlace.Member"/>, <see cref="CSharpPlace.TopLevel"/>.</param>
internal sealed class CSharpStatementStop(CSharpPlace place) : IStopRule
{
    public int? FindEnd(string text, bool ended)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().TrimStart();
        if (trimmed.StartsWith("}"))
        {
            return 0;
        }

        bool hasFullLine = trimmed.Contains('\n');
        if (!hasFullLine && !ended)
        {
            return null;
        }

        if (place == CSharpPlace.Statement && IsLabel(trimmed))
        {
            return text.IndexOf('\n', text.Length - trimmed.Length) is >= 0 and var line ? line : text.Length;
        }

        SyntaxNode? node = ParseFirst(text);
        if (node is null or IncompleteMemberSyntax || node.GetLastToken(includeZeroWidth: true).IsMissing)
        {
            return ended ? text.Length : null;
        }

        int newLine = text.IndexOf('\n', node.Span.End);
        if (newLine < 0)
        {
            return ended ? text.Length : null;
        }

        return !ended && MayGoOn(node, text.AsSpan(newLine).TrimStart()) ? null : newLine;
    }

    /// <summary>An if may go on with else, a try with catch: the next word tells, once enough of it is there.</summary>
    private static bool MayGoOn(SyntaxNode node, ReadOnlySpan<char> next) => node switch
    {
        IfStatementSyntax => "else".AsSpan().StartsWith(next),
        TryStatementSyntax => "catch".AsSpan().StartsWith(next) || "finally".AsSpan().StartsWith(next),
        _ => false,
    };

    private SyntaxNode? ParseFirst(string text)
    {
        switch (place)
        {
            case CSharpPlace.Statement:
                return SyntaxFactory.ParseStatement(text, consumeFullText: false);
            case CSharpPlace.Member:
                return SyntaxFactory.ParseMemberDeclaration(text, consumeFullText: false);
            default:
                CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(text);
                return unit.Usings.Count > 0 ? unit.Usings[0] : unit.Members.Count > 0 ? unit.Members[0] : null;
        }
    }

    private static bool IsLabel(ReadOnlySpan<char> text) => text.StartsWith("case ") || text.StartsWith("default:");
}
