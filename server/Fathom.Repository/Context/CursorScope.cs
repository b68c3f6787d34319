using Fathom.Repository.CSharp;
using Fathom.Repository.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Repository.Context;

/// <summary>What the syntax of a C# document says of a cursor: where it stands, what is declared there and what is used near it.</summary>
internal sealed class CursorScope
{
    private const int NearLines = 14;
    private readonly SyntaxNode _root;
    private readonly string _path;
    private readonly int _offset;

    private CursorScope(SyntaxTree tree, string path, int offset)
    {
        _root = tree.GetRoot();
        _path = path;
        _offset = offset;
        SyntaxToken token = offset == 0 ? _root.GetFirstToken() : _root.FindToken(offset - 1);
        Member = token.Parent?.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault(member => member is not (BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax));
        Type = token.Parent?.AncestorsAndSelf().OfType<TypeDeclarationSyntax>().FirstOrDefault();
    }

    /// <summary>The member around the cursor, or null.</summary>
    public MemberDeclarationSyntax? Member { get; }

    /// <summary>The type around the cursor, or null.</summary>
    public TypeDeclarationSyntax? Type { get; }

    /// <summary>The types of the document.</summary>
    public IReadOnlyList<TypeSymbol> Own => field ??= CSharpSymbols.In(_path, _root.SyntaxTree);

    /// <summary>The variables in scope by name.</summary>
    public IReadOnlyDictionary<string, Declared> Declared => field ??= Declarations.Of(Member, Type, _offset);

    /// <summary>The name of the type around the cursor; empty for none.</summary>
    public string TypeName => Type?.Identifier.ValueText ?? "";

    /// <summary>The same for all places of a member: the names of the types around the cursor, and which of their members it stands in.</summary>
    public string Place => string.Join('.', Type?.AncestorsAndSelf().OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.ValueText).Reverse() ?? [])
        + (Member is null || Type is null ? "" : FormattableString.Invariant($" {Type.Members.IndexOf(Type.Members.FirstOrDefault(member => member.Span.Contains(Member.Span))!)}"));

    /// <summary>Reads a document; one that is nested too deeply for that is as if it were empty.</summary>
    public static CursorScope Of(string path, string text, int offset, CancellationToken cancellationToken)
    {
        bool isBearable = CSharpNesting.IsBearable(text);
        var options = new CSharpParseOptions(LanguageVersion.Preview, DocumentationMode.None);
        return new(CSharpSyntaxTree.ParseText(isBearable ? text : "", options, cancellationToken: cancellationToken), path, isBearable ? offset : 0);
    }

    /// <summary>The namespaces of the document and those that it imports.</summary>
    public IEnumerable<string> Namespaces()
    {
        foreach (SyntaxNode node in _root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax))
        {
            if (node is UsingDirectiveSyntax { Alias: null, Name: { } imported })
            {
                yield return imported.ToString();
            }
            else if (node is BaseNamespaceDeclarationSyntax space)
            {
                for (string scope = space.Name.ToString(); scope.Length > 0; scope = scope.LastIndexOf('.') is > 0 and var dot ? scope[..dot] : "")
                {
                    yield return scope;
                }
            }
        }
    }

    /// <summary>What stands before the dot at the cursor, or null. A name already begun does not count.</summary>
    public ExpressionSyntax? Receiver()
    {
        SyntaxToken token = _offset == 0 ? default : _root.FindToken(_offset - 1);
        if (token.IsKind(SyntaxKind.IdentifierToken) && token.SpanStart < _offset)
        {
            token = token.GetPreviousToken();
        }

        return !token.IsKind(SyntaxKind.DotToken) || token.Span.End > _offset ? null : token.Parent switch
        {
            MemberAccessExpressionSyntax access => access.Expression,
            MemberBindingExpressionSyntax { Parent: ConditionalAccessExpressionSyntax conditional } => conditional.Expression,
            QualifiedNameSyntax qualified => qualified.Left,
            _ => null,
        };
    }

    /// <summary>Names used near the cursor, the nearest first: identifiers of the lines before it, then of the line it is on.</summary>
    public IReadOnlyList<string> NearNames()
    {
        SourceText text = _root.SyntaxTree.GetText();
        int line = text.Lines.GetLineFromPosition(_offset).LineNumber;
        int from = text.Lines[Math.Max(0, line - NearLines)].Start;
        int to = text.Lines[Math.Min(text.Lines.Count - 1, line + (NearLines / 4))].End;
        SyntaxToken[] names = [.. _root.DescendantTokens(TextSpan.FromBounds(from, to))
            .Where(token => token.IsKind(SyntaxKind.IdentifierToken) && token.SpanStart >= from && token.Span.End <= to)];
        return [.. names.OrderBy(token => Math.Abs(token.SpanStart - _offset)).Select(token => token.ValueText).Where(name => name.Length > 0).Distinct()];
    }

    /// <summary>Names of the types that a piece of syntax writes, in its order.</summary>
    public static IEnumerable<string> TypesIn(SyntaxNode? node) => node is null
        ? []
        : node.DescendantNodesAndSelf().OfType<SimpleNameSyntax>().Select(name => name.Identifier.ValueText).Where(name => name.Length > 0).Distinct();
}
