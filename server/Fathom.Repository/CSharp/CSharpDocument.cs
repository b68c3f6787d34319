using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Repository.CSharp;

/// <summary>A document as it was bound, which later texts of it that differ within one body only are asked against.</summary>
internal sealed class CSharpDocument
{
    private readonly Lazy<SemanticModel> _model;
    private readonly Lazy<UnknownImports> _unknownImports;
    private int _enteredBody = -1;

    /// <param name="path">Its path.</param>
    /// <param name="tree">Its syntax.</param>
    /// <param name="compilation">The compilation that holds it.</param>
    /// <param name="origin">The workspace's compilation that this one was made from.</param>
    /// <param name="projectIsWhole">False when its project imports a namespace that is not bound.</param>
    /// <param name="isImportedMember">Whether a name is that of a member of a type that its project imports from.</param>
    public CSharpDocument(string path, SyntaxTree tree, CSharpCompilation compilation, CSharpCompilation origin, bool projectIsWhole, Func<string, bool> isImportedMember)
    {
        IsImportedMember = isImportedMember;
        (Path, Tree, Text, Compilation, Origin) = (path, tree, tree.GetText().ToString(), compilation, origin);
        _model = new Lazy<SemanticModel>(() => compilation.GetSemanticModel(tree));
        _unknownImports = new Lazy<UnknownImports>(() =>
            !projectIsWhole || ImportsUnknown(tree.GetRoot(), _model.Value) ? UnknownImports.Written
            : HasUnknownAttributes(tree.GetRoot(), _model.Value) ? UnknownImports.Presumed
            : UnknownImports.None);
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Its syntax.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>Its text.</summary>
    public string Text { get; }

    /// <summary>The compilation that holds it.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>The workspace's compilation that <see cref="Compilation"/> was made from.</summary>
    public CSharpCompilation Origin { get; }

    /// <summary>Whether it, or its project, imports a namespace that is not bound: that of a package that is missing.</summary>
    public UnknownImports UnknownImports => _unknownImports.Value;

    /// <summary>Whether a name is that of a member of a type that its project imports from.</summary>
    public Func<string, bool> IsImportedMember { get; }

    /// <summary>True when a text differs from the document's within the body of one member only.</summary>
    public bool Covers(string text)
    {
        int before = Text.AsSpan().CommonPrefixLength(text);
        if (before == Text.Length && before == text.Length)
        {
            return true;
        }

        int after = 0;
        int most = Math.Min(Text.Length, text.Length) - before;
        while (after < most && Text[^(after + 1)] == text[^(after + 1)])
        {
            after++;
        }

        return BodyAround(Tree.GetRoot(), before, Text.Length - after) is not null;
    }

    /// <summary>
    /// A model that binds a later syntax of the document around a place. That of a body is bound beside what is bound already; else everything is bound anew.
    /// </summary>
    public SemanticModel ModelOf(SyntaxTree later, int position)
    {
        return later == Tree ? _model.Value : BodyOf(later, new TextSpan(position, 0))?.Model ?? Compilation.ReplaceSyntaxTree(Tree, later).GetSemanticModel(later);
    }

    /// <summary>
    /// The body of a later syntax of the document that reaches over a piece of it, with a model that binds it beside what is bound already; null where the piece is
    /// in no body, or the syntax before the body is not the document's.
    /// </summary>
    public (SyntaxNode Body, SemanticModel Model)? BodyOf(SyntaxTree later, TextSpan piece) =>
        BodyAround(later.GetRoot(), piece.Start, piece.End) is { } body && (later == Tree ? _model.Value : Speculate(body)) is { } model ? (body, model) : null;

    /// <summary>True when a body is another than the one of the last call.</summary>
    public bool IsEntered(SyntaxNode body) => Interlocked.Exchange(ref _enteredBody, body.SpanStart) != body.SpanStart;

    private SemanticModel? Speculate(SyntaxNode body)
    {
        int start = BeginningOf(body);
        if (start > Tree.Length)
        {
            return null;
        }

        // Everything before the body is the same in both, so its brace, or arrow, stands at the same place.
        SyntaxToken first = Tree.GetRoot().FindToken(body.SpanStart);
        if (first.SpanStart != body.SpanStart || first.Parent is not { } own || !own.IsKind(body.Kind()) || own.Parent?.RawKind != body.Parent?.RawKind)
        {
            return null;
        }

        SemanticModel? model = null;
        bool isBound = body switch
        {
            ArrowExpressionClauseSyntax arrow => _model.Value.TryGetSpeculativeSemanticModel(first.Span.End, arrow, out model),
            { Parent: BaseMethodDeclarationSyntax method } => _model.Value.TryGetSpeculativeSemanticModelForMethodBody(first.Span.End, method, out model),
            { Parent: AccessorDeclarationSyntax accessor } => _model.Value.TryGetSpeculativeSemanticModelForMethodBody(first.Span.End, accessor, out model),
            _ => false,
        };
        return isBound ? model : null;
    }

    /// <summary>The body of the member that reaches over both places: between its braces, or behind its arrow.</summary>
    private static SyntaxNode? BodyAround(SyntaxNode root, int start, int end)
    {
        SyntaxNode? body = root.FindToken(start).Parent?.AncestorsAndSelf()
            .FirstOrDefault(node => node is BlockSyntax or ArrowExpressionClauseSyntax && node.Parent is BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or BasePropertyDeclarationSyntax);
        return body is not null && BeginningOf(body) <= start && body switch
        {
            BlockSyntax { OpenBraceToken.IsMissing: false, CloseBraceToken.IsMissing: false } block => end <= block.CloseBraceToken.SpanStart,
            ArrowExpressionClauseSyntax { ArrowToken.IsMissing: false } => end <= body.Span.End,
            _ => false,
        }
            ? body
            : null;
    }

    private static int BeginningOf(SyntaxNode body) => body.GetFirstToken(includeZeroWidth: true).Span.End;

    /// <summary>Packages import namespaces by their own project files, as test frameworks do; that only shows where the names are used.</summary>
    private static bool HasUnknownAttributes(SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes(node => node is not BlockSyntax and not ExpressionSyntax)
            .OfType<AttributeSyntax>()
            .Any(attribute => model.GetSymbolInfo(attribute).Symbol is null);

    private static bool ImportsUnknown(SyntaxNode root, SemanticModel model) =>
        root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<UsingDirectiveSyntax>()
            .Any(import => import.NamespaceOrType is { } name && model.GetSymbolInfo(name).Symbol is null);
}
