using Fathom.Completion.Guidance;
using Fathom.Repository.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Completion.Cursor;

/// <summary>Knows which namespaces of .NET, and of the project where its sources are known, a C# file needs and does not import, at a line where a using directive can stand.</summary>
internal static class MissingDirectives
{
    private const string Using = "using";
    private const string Queries = "System.Linq";
    private const int Most = 8;

    // A name left of a dot may as well be a member's.
    private const float Unsure = 0.5f;

    // A list of directives that is in order is seldom left so.
    private const float OutOfOrder = 0.25f;

    // Methods of sequences that few other types have.
    private static readonly HashSet<string> s_queries =
    [
        "Select", "SelectMany", "Where", "Any", "All", "First", "FirstOrDefault", "Single", "SingleOrDefault", "Last", "LastOrDefault", "OrderBy", "OrderByDescending", "ThenBy", "GroupBy",
        "ToList", "ToDictionary", "ToHashSet", "OfType", "Cast", "Distinct", "Aggregate", "Zip", "Skip", "Take",
    ];

    // What projects import unsaid (ImplicitUsings).
    private static readonly HashSet<string> s_unsaid =
        ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks"];

    /// <summary>The namespaces, that which most names ask for first; empty where no directive can stand, and where none is missing.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="compiler">Knows the sources of the project; null where there are none.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static string[] At(CursorContext cursor, CompilerService? compiler, CancellationToken cancellationToken)
    {
        if (cursor.Family != LanguageFamily.CSharp || cursor.RestOfLine.Length > 0 || !IsBegun(cursor))
        {
            return [];
        }

        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit(string.Concat(cursor.Before[..cursor.LineStart], cursor.Indentation, "using N;", cursor.LinesBelow));
        cancellationToken.ThrowIfCancellationRequested();
        return root.FindToken(cursor.LineStart + cursor.Indentation.Length).Parent is UsingDirectiveSyntax { ContainsDiagnostics: false } line && (!cursor.AtIndentation || IsWithOthers(root, line))
            ? Needed(cursor, root, line, compiler, cancellationToken)
            : [];
    }

    // On an empty line only above all types, which saves the reading of a file wherever a line is empty.
    private static bool IsBegun(CursorContext cursor) => cursor.LinePrefix.AsSpan().TrimStart() switch
    {
        "" => cursor.Before.Count('{') <= 1,
        var begun => begun.StartsWith(Using + " ") || Using.AsSpan().StartsWith(begun),
    };

    // On an empty line of a namespace whose file has its directives outside, something else comes.
    private static bool IsWithOthers(CompilationUnitSyntax root, UsingDirectiveSyntax line) =>
        root.DescendantNodes(IsOutsideTypes).OfType<UsingDirectiveSyntax>().All(other => other.Parent == line.Parent);

    private static string[] Needed(CursorContext cursor, CompilationUnitSyntax root, UsingDirectiveSyntax line, CompilerService? compiler, CancellationToken cancellationToken)
    {
        IEnumerable<string>? unsaid = compiler?.ImportedUnsaid(cursor);
        HashSet<string> imported = [.. root.DescendantNodes(IsOutsideTypes).SelectMany(node => Imported(node, line)), .. unsaid ?? []];
        HashSet<string> declared = [.. root.DescendantNodes().Select(NameDeclared).OfType<string>()];
        var used = UsedIn(root).Where(each => !declared.Contains(each.Key.Name)).ToList();
        ILookup<(string, int), string>? sources = compiler?.NamespacesDeclaring(cursor, used.Select(each => each.Key.Name).ToHashSet(), cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var weights = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach ((var type, float weight) in used)
        {
            string[] namespaces = [.. FrameworkNamespaces.Declaring(type.Name, type.TypeParameters).Union(sources?[type] ?? [])];
            foreach (string space in namespaces.Any(imported.Contains) ? [] : namespaces)
            {
                weights[space] = weights.GetValueOrDefault(space) + (weight / namespaces.Length);
            }
        }

        if (!imported.Contains(Queries) && root.DescendantNodes().Any(IsQuery))
        {
            weights[Queries] = weights.GetValueOrDefault(Queries) + 1;
        }

        // Who writes none of these and needs several has them unsaid.
        if (unsaid is null && !imported.Overlaps(s_unsaid) && weights.Keys.Count(s_unsaid.Contains) > 1)
        {
            foreach (string space in s_unsaid)
            {
                weights.Remove(space);
            }
        }

        (string? above, string? below) = Neighbours(line);
        return [.. weights.OrderByDescending(each => each.Value * (IsInOrder(above, each.Key, below) ? 1 : OutOfOrder)).ThenBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Key).Take(Most)];
    }

    private static bool IsOutsideTypes(SyntaxNode node) => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax;

    private static IEnumerable<string> Imported(SyntaxNode node, UsingDirectiveSyntax line) => node switch
    {
        UsingDirectiveSyntax { Alias: null, Name: { } name } import when import != line => [name.ToString()],
        BaseNamespaceDeclarationSyntax { Name: { } name } => WithOuter(name.ToString()),
        _ => [],
    };

    private static IEnumerable<string> WithOuter(string name)
    {
        for (int end = name.Length; end > 0; end = name.LastIndexOf('.', end - 1))
        {
            yield return name[..end];
        }
    }

    private static string? NameDeclared(SyntaxNode node) => node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
        DelegateDeclarationSyntax type => type.Identifier.ValueText,
        TypeParameterSyntax parameter => parameter.Identifier.ValueText,
        PropertyDeclarationSyntax property => property.Identifier.ValueText,
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        EnumMemberDeclarationSyntax member => member.Identifier.ValueText,
        UsingDirectiveSyntax { Alias: { } alias } => alias.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>The names of types that are bound by what a file imports, each with how sure it is that it is one.</summary>
    private static Dictionary<(string Name, int TypeParameters), float> UsedIn(CompilationUnitSyntax root)
    {
        var used = new Dictionary<(string, int), float>();
        foreach (SimpleNameSyntax name in root.DescendantNodes(node => node is not UsingDirectiveSyntax).OfType<SimpleNameSyntax>())
        {
            float weight = WeightOf(name);
            string text = name.Identifier.ValueText;
            foreach (string spelling in weight == 0 ? [] : name.Parent is AttributeSyntax ? new[] { text, text + "Attribute" } : [text])
            {
                (string, int) key = (spelling, name.Arity);
                used[key] = Math.Max(used.GetValueOrDefault(key), weight);
            }
        }

        return used;
    }

    private static float WeightOf(SimpleNameSyntax name) => name.Parent switch
    {
        AttributeSyntax => 1,
        QualifiedNameSyntax qualified when qualified.Right == name => 0,
        MemberAccessExpressionSyntax access when access.Expression == name => char.IsAsciiLetterUpper(name.Identifier.ValueText.FirstOrDefault()) ? Unsure : 0,
        MemberAccessExpressionSyntax or AliasQualifiedNameSyntax or NameColonSyntax or NameEqualsSyntax => 0,
        _ => SyntaxFacts.IsInTypeOnlyContext(name) ? 1 : 0,
    };

    private static bool IsQuery(SyntaxNode node) => node is QueryExpressionSyntax || node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } && s_queries.Contains(access.Name.Identifier.ValueText);

    private static (string? Above, string? Below) Neighbours(UsingDirectiveSyntax line)
    {
        SyntaxList<UsingDirectiveSyntax> list = line.Parent is CompilationUnitSyntax unit ? unit.Usings : ((BaseNamespaceDeclarationSyntax)line.Parent!).Usings;
        int at = list.IndexOf(line);
        return (NameAt(at - 1), NameAt(at + 1));

        string? NameAt(int i) => i >= 0 && i < list.Count && list[i] is { Alias: null, StaticKeyword.RawKind: 0, Name: { } name } ? name.ToString() : null;
    }

    private static bool IsInOrder(string? above, string name, string? below) => (above is null || IsBefore(above, name)) && (below is null || IsBefore(name, below));

    // System and what lies in it come first, as the editors of .NET sort.
    private static bool IsBefore(string left, string right) =>
        IsSystem(left) == IsSystem(right) ? string.Compare(left, right, StringComparison.OrdinalIgnoreCase) < 0 : IsSystem(left);

    private static bool IsSystem(string name) => name == "System" || name.StartsWith("System.", StringComparison.Ordinal);
}
