using Fathom.Repository.Files;
using Fathom.Repository.Indexing;
using Fathom.Repository.Symbols;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Repository.Context;

/// <summary>Finds, for one place, the pieces that may be worth their room, the best first; each is made only when it is asked for.</summary>
internal sealed class ContextCandidates(RepositoryIndex index, RecentEdits edits, ContextOptions options, ContextRequest request)
{
    private const int MostTypes = 12;
    private const int EditLines = 16;

    // <|path|>, the line break behind the path and <|file_separator|>.
    private const int ControlTokens = 3;
    private readonly Outlines _outlines = new(options);
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>The pieces, the most useful first.</summary>
    public IEnumerable<ContextPiece> Find(CancellationToken cancellationToken)
    {
        IEnumerable<ContextPiece> symbols = SourceLanguages.IsCSharp(request.Path) ? OfSymbols(cancellationToken) : [];
        return symbols.Concat(OfRecentEdits()).Concat(OfSimilarCode()).Where(piece => options.Kinds.Contains(piece.Kind));
    }

    private IEnumerable<ContextPiece> OfSymbols(CancellationToken cancellationToken)
    {
        CursorScope scope = CursorScope.Of(request.Path, request.Text, request.Offset, cancellationToken);
        var lookup = new TypeLookup(index, request.Path, scope.Own, scope.Namespaces());
        var expressions = new ExpressionTypes(lookup, scope.TypeName, scope.Declared);
        IReadOnlyList<string> near = scope.NearNames();
        HashSet<string> names = [.. near];
        if (scope.Receiver() is { } receiver && (request.ReceiverType?.Invoke() ?? expressions.NameOf(receiver)) is { } type
            && OutlineOf(ContextKind.Receiver, lookup, type, names, 2 * options.TypeTokens, $"type of '{SignatureText.OneLine(receiver)}' at the cursor") is { } outline)
        {
            yield return outline;
        }

        if (scope.Type is { } around && OwnMembers.Of(around, request.Offset - options.SeenBefore, request.Offset + options.SeenAfter, FitsType) is { } own)
        {
            yield return Piece(ContextKind.OwnMembers, request.Path, own, $"members of {scope.TypeName} that lie further away");
        }

        if (Counterparts.TestedBy(request.Path) is { } tested && OutlineOf(ContextKind.Counterpart, lookup, tested, names, 2 * options.TypeTokens, "what this file tests") is { } counterpart)
        {
            yield return counterpart;
        }

        foreach ((string name, string reason) in UsedTypes(scope, expressions, near).DistinctBy(each => each.Name).Take(MostTypes * 4))
        {
            if (OutlineOf(ContextKind.UsedType, lookup, name, names, options.TypeTokens, reason) is { } used)
            {
                yield return used;
            }
        }
    }

    private static IEnumerable<(string Name, string Reason)> UsedTypes(CursorScope scope, ExpressionTypes expressions, IReadOnlyList<string> near)
    {
        foreach (string name in near)
        {
            if (scope.Declared.ContainsKey(name) && expressions.NameOfVariable(name) is { } type)
            {
                yield return (type, $"type of '{name}', used near the cursor");
            }

            yield return (name, "used near the cursor");
        }

        foreach (string name in CursorScope.TypesIn(scope.Type?.BaseList))
        {
            yield return (name, $"base of {scope.TypeName}");
        }

        foreach (string name in TypesOfHead(scope.Member))
        {
            yield return (name, "named in the declaration of this member");
        }

        foreach ((string variable, Declared declared) in scope.Declared)
        {
            if (ExpressionTypes.SimpleName(declared.Type) is { } type)
            {
                yield return (type, $"type of '{variable}', in scope");
            }
        }
    }

    private IEnumerable<ContextPiece> OfRecentEdits()
    {
        foreach (RecentEdit edit in edits.Except(request.Path))
        {
            if (index.Files.Read(edit.Path).Text is { } text)
            {
                string lines = string.Join('\n', text.Split('\n').Skip(Math.Max(0, edit.Line - (EditLines / 2))).Take(EditLines)).Trim('\n') + "\n";
                yield return Piece(ContextKind.RecentEdit, edit.Path, lines, $"line {edit.Line + 1} was edited lately");
            }
        }
    }

    private IEnumerable<ContextPiece> OfSimilarCode()
    {
        if (!options.Kinds.Contains(ContextKind.SimilarCode))
        {
            yield break;
        }

        IReadOnlySet<string> words = NearWords.Of(request.Text, request.Offset);
        foreach (SimilarWindow window in index.FindSimilar(words, request.Path, options.SimilarPieces))
        {
            if (index.Files.Read(window.Path).Text is { } text && SimilarLines.Best(text, window, words, options.SimilarLines) is { Length: > 1 } lines)
            {
                yield return Piece(ContextKind.SimilarCode, window.Path, lines, FormattableString.Invariant($"similar words, score {window.Score:F1}"));
            }
        }
    }

    private ContextPiece? OutlineOf(ContextKind kind, TypeLookup lookup, string name, HashSet<string> names, int tokens, string reason)
    {
        IReadOnlyList<TypeSymbol> parts = [.. lookup.Find(name).Where(part => part.Path != request.Path)];
        return parts.Count > 0 && _told.Add(name) && _outlines.Of(parts, names, tokens) is { } text
            ? Piece(kind, parts[0].Path, text, reason) with { OtherPaths = [.. parts.Select(part => part.Path).Distinct(StringComparer.Ordinal).Skip(1)] }
            : null;
    }

    private bool FitsType(string text) => options.CountTokens(text) <= 2 * options.TypeTokens;

    private ContextPiece Piece(ContextKind kind, string path, string text, string reason) =>
        new(kind, path, text, reason, options.CountTokens(text) + options.CountTokens(path) + ControlTokens);

    private static IEnumerable<string> TypesOfHead(MemberDeclarationSyntax? member) => member switch
    {
        MethodDeclarationSyntax method => [.. CursorScope.TypesIn(method.ParameterList), .. CursorScope.TypesIn(method.ReturnType)],
        BaseMethodDeclarationSyntax method => CursorScope.TypesIn(method.ParameterList),
        BasePropertyDeclarationSyntax property => CursorScope.TypesIn(property.Type),
        BaseFieldDeclarationSyntax field => CursorScope.TypesIn(field.Declaration.Type),
        _ => [],
    };
}
