using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Renaming;

/// <summary>Finds what a source has to say otherwise once a namespace has another name.</summary>
internal sealed class NamespaceEdits
{
    private readonly string _oldName;
    private readonly string _newName;
    private readonly SemanticModel _model;
    private readonly SyntaxNode _root;
    private readonly CancellationToken _cancellationToken;

    // What code in the namespace sees without a using, and sees no more.
    private readonly ImmutableHashSet<string> _lost;
    private readonly List<TextChange> _edits = [];
    private readonly SortedSet<string> _missed = new(StringComparer.Ordinal);

    /// <param name="oldName">The whole name of the namespace.</param>
    /// <param name="newName">Its whole name after.</param>
    /// <param name="model">The source before.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public NamespaceEdits(string oldName, string newName, SemanticModel model, CancellationToken cancellationToken)
    {
        (_oldName, _newName, _model, _root, _cancellationToken) = (oldName, newName, model, model.SyntaxTree.GetRoot(cancellationToken), cancellationToken);
        _lost = [.. NamespaceNames.Above(oldName).Except(NamespaceNames.Above(newName).Append(newName))];
    }

    /// <summary>The edits, in the order of the text.</summary>
    /// <exception cref="RefactoringException">The namespace is declared in one that it would have to leave.</exception>
    public ImmutableArray<TextChange> Find()
    {
        foreach (SyntaxNode node in _root.DescendantNodes(descendIntoTrivia: true))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            if (node is BaseNamespaceDeclarationSyntax declaration)
            {
                Declare(declaration);
                continue;
            }

            if (node is NameSyntax or MemberAccessExpressionSyntax && !IsRightOfAnother(node) && !IsNameOfDeclaration(node))
            {
                Refer(node);
            }
        }

        return [.. _edits.Concat(Imports()).OrderBy(edit => edit.Span.Start)];
    }

    private void Declare(BaseNamespaceDeclarationSyntax declaration)
    {
        (string around, string name) = (NamespaceNames.Around(declaration), NamespaceNames.Of(declaration));
        // Inside of what is renamed it keeps its own part of the name.
        if (!NamespaceNames.IsWithin(name, _oldName) || NamespaceNames.IsWithin(around, _oldName))
        {
            return;
        }

        string whole = _newName + name[_oldName.Length..];
        if (around.Length > 0 && !whole.StartsWith($"{around}.", StringComparison.Ordinal))
        {
            int line = _model.SyntaxTree.GetLineSpan(declaration.Span).StartLinePosition.Line + 1;
            throw new RefactoringException($"'{_oldName}' is declared inside of 'namespace {around}' at {_model.SyntaxTree.FilePath}:{line}; give it a name beneath that, or take it out of there first.", _model.SyntaxTree.FilePath);
        }

        Replace(declaration.Name, around.Length == 0 ? whole : whole[(around.Length + 1)..]);
    }

    private void Refer(SyntaxNode node)
    {
        ISymbol? symbol = _model.GetSymbolInfo(node, _cancellationToken).Symbol;
        bool isMoved = NamespaceNames.IsWithin(NamespaceNames.Around(node), _oldName);
        if (symbol is INamespaceSymbol { IsGlobalNamespace: false } space)
        {
            ReferTo(NamespaceNames.Of(space), node, isMoved);
            return;
        }

        bool isType = node is SimpleNameSyntax && !IsAlias(node) && symbol is INamedTypeSymbol or IMethodSymbol { MethodKind: MethodKind.Constructor };
        bool isExtension = (node is MemberAccessExpressionSyntax || node.Parent is MemberBindingExpressionSyntax) && symbol is IMethodSymbol { ReducedFrom: not null };
        if (isMoved && (isType || isExtension))
        {
            Miss(symbol as INamedTypeSymbol ?? symbol!.ContainingType);
        }
    }

    private void ReferTo(string name, SyntaxNode node, bool isMoved)
    {
        if (name == _oldName && !IsAlias(node))
        {
            Replace(node, AsWrittenAt(node));
            return;
        }

        // One beside it whose name left out what was around both.
        if (isMoved && node is IdentifierNameSyntax && !NamespaceNames.IsWithin(name, _oldName) && !IsAlias(node) && name.LastIndexOf('.') is > 0 and var dot && _lost.Contains(name[..dot]))
        {
            Replace(node, name);
        }
    }

    private void Miss(INamedTypeSymbol type)
    {
        if (type.ContainingType is null && NamespaceNames.Of(type.ContainingNamespace) is var space && _lost.Contains(space))
        {
            _missed.Add(space);
        }
    }

    /// <summary>A name that left out what is around it goes on doing so where that stays around it.</summary>
    private string AsWrittenAt(SyntaxNode node)
    {
        string written = string.Join('.', node.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText));
        if (node.DescendantTokens().Any(token => token.IsKind(SyntaxKind.GlobalKeyword)))
        {
            return $"global::{NamespaceNames.Written(_newName)}";
        }

        string left = _oldName.EndsWith($".{written}", StringComparison.Ordinal) ? _oldName[..^written.Length] : "";
        return left.Length > 0 && _newName.StartsWith(left, StringComparison.Ordinal) ? _newName[left.Length..] : _newName;
    }

    /// <summary>Usings of what the moved code no longer sees, behind those that are there.</summary>
    private IEnumerable<TextChange> Imports()
    {
        var unit = (CompilationUnitSyntax)_root;
        string[] imports = [.. _missed.Where(space => !unit.Usings.Any(import => import.Alias is null && import.StaticKeyword.IsKind(SyntaxKind.None) && import.Name?.ToString() == space))];
        if (imports.Length == 0)
        {
            return [];
        }

        string lineEnd = _root.ToFullString().Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string text = string.Concat(imports.Select(space => $"using {NamespaceNames.Written(space)};{lineEnd}"));
        return unit.Usings is [.., var last]
            ? [new TextChange(new TextSpan(last.Span.End, 0), $"{lineEnd}{text[..^lineEnd.Length]}")]
            : [new TextChange(new TextSpan(unit.GetFirstToken().SpanStart, 0), $"{text}{lineEnd}")];
    }

    private void Replace(SyntaxNode node, string name)
    {
        string written = name.StartsWith("global::", StringComparison.Ordinal) ? name : NamespaceNames.Written(name);
        // A part of a name that is written anew has been dealt with.
        if (node.ToString() != written && !(_edits is [.., var last] && last.Span.Contains(node.Span)))
        {
            _edits.Add(new TextChange(node.Span, written));
        }
    }

    private bool IsAlias(SyntaxNode node) => node is IdentifierNameSyntax identifier && _model.GetAliasInfo(identifier, _cancellationToken) is not null;

    /// <summary>What stands behind a dot is looked at together with what stands before it.</summary>
    private static bool IsRightOfAnother(SyntaxNode node) => node.Parent switch
    {
        QualifiedNameSyntax parent => parent.Right == node,
        AliasQualifiedNameSyntax parent => parent.Name == node,
        MemberAccessExpressionSyntax parent => parent.Name == node,
        _ => false,
    };

    private static bool IsNameOfDeclaration(SyntaxNode node)
    {
        SyntaxNode outer = node;
        while (outer.Parent is NameSyntax parent)
        {
            outer = parent;
        }

        return outer.Parent is BaseNamespaceDeclarationSyntax declaration && declaration.Name == outer;
    }
}
