using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Fathom.Repository.CSharp;

/// <summary>A place in a document, and what the compiler would say of text that is written there. Safe for concurrent use.</summary>
public sealed class CSharpView
{
    private readonly CSharpDocument _document;
    private readonly NameCounts _counts;
    private readonly int _offset;
    private readonly Lazy<SyntaxTree> _tree;
    private readonly Lazy<ImmutableArray<KeyValuePair<string, int>>> _scope;
    private readonly Lazy<ImmutableArray<KeyValuePair<string, int>>> _types;

    internal CSharpView(CSharpDocument document, NameCounts counts, string text, int offset)
    {
        (_document, _counts, _offset) = (document, counts, offset);
        _tree = new Lazy<SyntaxTree>(() => document.Text == text ? document.Tree : document.Tree.WithChangedText(SourceText.From(text)));
        _scope = new Lazy<ImmutableArray<KeyValuePair<string, int>>>(() => Counted(Lookup().Scope(_offset)));
        _types = new Lazy<ImmutableArray<KeyValuePair<string, int>>>(() => Counted(Lookup().Types(_offset)));
    }

    /// <summary>Finds out what is in scope, so that names are known sooner.</summary>
    public void PrepareNames() => _ = _scope.Value;

    /// <summary>Binds the body around the place if it is another than before, so that a text in it is checked sooner.</summary>
    public void PrepareCheck(CancellationToken cancellationToken)
    {
        _ = _document.UnknownImports;
        if (_document.BodyOf(_tree.Value, new TextSpan(_offset, 0)) is var (body, model) && _document.IsEntered(body))
        {
            new BodyCheck(model, body, body.Span, JudgeOf(model)).Find(cancellationToken);
        }
    }

    /// <summary>
    /// The names that may stand behind a text that was written at the place. Nothing is known where a new name may be declared, in comments and in texts.
    /// </summary>
    /// <param name="back">How many characters before the place are written anew; 0 or more.</param>
    /// <param name="written">The text from there on, up to where the name begins.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="OperationCanceledException">The question was cancelled.</exception>
    public ValidNames NamesAfter(int back, string written, CancellationToken cancellationToken)
    {
        int start = _offset - back;
        SyntaxTree later = With(TextSpan.FromBounds(start, _offset), $"{written}{NamePlace.Placeholder} ", cancellationToken);
        int position = start + written.Length;
        NamePlace place = NamePlace.At(later.GetRoot(cancellationToken), position);
        switch (place.Kind)
        {
            case NamePlaceKind.New:
                return ValidNames.Unknown;
            case NamePlaceKind.Type:
                return new ValidNames(NameCertainty.Likely, _types.Value);
            case NamePlaceKind.Scope:
                return new ValidNames(NameCertainty.Likely, [.. _scope.Value, .. Counted(NamesIn(written).Concat(Lookup(later, position).Arguments(place, cancellationToken)))]);
            default:
                (NameCertainty certainty, HashSet<string>? names) = Lookup(later, position).At(place, cancellationToken);
                return names is null ? ValidNames.Unknown : new ValidNames(certainty, Counted(names));
        }
    }

    /// <summary>The simple name of the type of what stands before the dot at the place; null where nothing does, or its type is not known.</summary>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="OperationCanceledException">The question was cancelled.</exception>
    public string? ReceiverType(CancellationToken cancellationToken)
    {
        SourceText text = _tree.Value.GetText(cancellationToken);
        int start = _offset;
        while (start > 0 && SyntaxFacts.IsIdentifierPartCharacter(text[start - 1]))
        {
            start--;
        }

        SyntaxTree later = With(TextSpan.FromBounds(start, _offset), $"{NamePlace.Placeholder} ", cancellationToken);
        NamePlace place = NamePlace.At(later.GetRoot(cancellationToken), start);
        return place.Kind == NamePlaceKind.Member ? Lookup(later, start).ReceiverType(place, cancellationToken) : null;
    }

    /// <summary>The first problem that a text would bring into the document; null when it binds, or nothing can be said.</summary>
    /// <param name="replaceStart">Where the text begins, in UTF-16 units from the start of the document.</param>
    /// <param name="replaceEnd">Where the text goes on that stays.</param>
    /// <param name="text">The text.</param>
    /// <param name="judgedFrom">How much of the text, in UTF-16 units, stands there already and is not judged.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="OperationCanceledException">The question was cancelled.</exception>
    public CodeProblem? FindProblem(int replaceStart, int replaceEnd, string text, int judgedFrom, CancellationToken cancellationToken)
    {
        (SyntaxTree later, TextSpan inserted) = Insert(replaceStart, replaceEnd, text, judgedFrom, cancellationToken);
        return _document.BodyOf(later, inserted) is var (body, model)
            ? new BodyCheck(model, body, inserted, JudgeOf(model)).Find(cancellationToken)
            : CheckOf(later, inserted).Find(cancellationToken);
    }

    /// <summary>Whether the types, members and variables that a text names exist; <see cref="NameResolution.Unknown"/> where the compiler cannot know.</summary>
    /// <param name="replaceStart">Where the text begins, in UTF-16 units from the start of the document.</param>
    /// <param name="replaceEnd">Where the text goes on that stays.</param>
    /// <param name="text">The text.</param>
    /// <param name="judgedFrom">How much of the text, in UTF-16 units, stands there already and is not judged.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="OperationCanceledException">The question was cancelled.</exception>
    public NameResolution Resolve(int replaceStart, int replaceEnd, string text, int judgedFrom, CancellationToken cancellationToken)
    {
        (SyntaxTree later, TextSpan inserted) = Insert(replaceStart, replaceEnd, text, judgedFrom, cancellationToken);
        return CheckOf(later, inserted).Resolve(cancellationToken);
    }

    /// <summary>True when a piece of the document uses members of types that the sources declare: methods, properties, fields, events, values of enumerations.</summary>
    /// <param name="start">Where the piece begins, in UTF-16 units from the start of the document.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    /// <exception cref="OperationCanceledException">The question was cancelled.</exception>
    public bool UsesOwnMembers(int start, int end, CancellationToken cancellationToken)
    {
        SyntaxTree tree = _tree.Value;
        CSharpCompilation compilation = tree == _document.Tree ? _document.Compilation : _document.Compilation.ReplaceSyntaxTree(_document.Tree, tree);
        return WrittenNames.UseOwnMember(compilation.GetSemanticModel(tree), TextSpan.FromBounds(start, end), cancellationToken);
    }

    /// <summary>True when the document, or its project, imports a namespace of a package that is missing.</summary>
    internal bool HasUnknownImports => _document.UnknownImports != UnknownImports.None;

    private NameLookup Lookup() => Lookup(_tree.Value, _offset);

    private NameLookup Lookup(SyntaxTree later, int position) => new(_document.ModelOf(later, position), HasUnknownImports);

    private (SyntaxTree Later, TextSpan Inserted) Insert(int replaceStart, int replaceEnd, string text, int judgedFrom, CancellationToken cancellationToken) =>
        (With(TextSpan.FromBounds(replaceStart, replaceEnd), text, cancellationToken), TextSpan.FromBounds(replaceStart + judgedFrom, replaceStart + text.Length));

    private BindingCheck CheckOf(SyntaxTree later, TextSpan inserted)
    {
        SemanticModel model = _document.Compilation.ReplaceSyntaxTree(_document.Tree, later).GetSemanticModel(later);
        return new BindingCheck(model, inserted, JudgeOf(model));
    }

    private ProblemJudge JudgeOf(SemanticModel model) => new(model, _document.UnknownImports, _document.IsImportedMember, _counts);

    private SyntaxTree With(TextSpan replaced, string text, CancellationToken cancellationToken)
    {
        SyntaxTree tree = _tree.Value;
        return tree.WithChangedText(tree.GetText(cancellationToken).WithChanges(new TextChange(replaced, text)));
    }

    private ImmutableArray<KeyValuePair<string, int>> Counted(IEnumerable<string> names) => [.. names.Select(name => KeyValuePair.Create(name, _counts[name]))];

    /// <summary>What the text itself declares, and all other names in it.</summary>
    private static IEnumerable<string> NamesIn(string written) =>
        SyntaxFactory.ParseTokens(written).Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText);
}
