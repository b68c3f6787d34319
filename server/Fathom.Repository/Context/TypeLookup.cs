using Fathom.Repository.Indexing;
using Fathom.Repository.Symbols;

namespace Fathom.Repository.Context;

/// <summary>Finds the types that names mean in a file: its own ones first, then the repository's, the nearest namespace first.</summary>
internal sealed class TypeLookup
{
    private const int DeepestBase = 4;
    private readonly RepositoryIndex _index;
    private readonly string _path;
    private readonly HashSet<string> _scopes;
    private readonly ILookup<string, TypeSymbol> _own;
    private readonly Dictionary<string, IReadOnlyList<TypeSymbol>> _found = new(StringComparer.Ordinal);

    /// <param name="index">The repository.</param>
    /// <param name="path">The file; what the index knows of it does not count.</param>
    /// <param name="own">The types of its text.</param>
    /// <param name="scopes">The namespaces that are in scope: the file's own ones and those it imports.</param>
    public TypeLookup(RepositoryIndex index, string path, IEnumerable<TypeSymbol> own, IEnumerable<string> scopes)
    {
        _index = index;
        _path = path;
        _own = own.ToLookup(type => type.Name, StringComparer.Ordinal);
        _scopes = scopes.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>The parts of the type that a name means; none where it is not the repository's.</summary>
    public IReadOnlyList<TypeSymbol> Find(string name)
    {
        if (!_found.TryGetValue(name, out IReadOnlyList<TypeSymbol>? types))
        {
            _found[name] = types = Choose(name);
        }

        return types;
    }

    /// <summary>A member of a type or of its bases; null where there is none.</summary>
    public MemberSymbol? FindMember(string typeName, string member) => FindMember(typeName, member, DeepestBase);

    private MemberSymbol? FindMember(string typeName, string member, int depth)
    {
        IReadOnlyList<TypeSymbol> parts = Find(typeName);
        return parts.SelectMany(part => part.Members).FirstOrDefault(each => each.Name == member)
            ?? (depth == 0 ? null : parts.SelectMany(part => part.Bases).Distinct().Select(each => FindMember(each, member, depth - 1)).FirstOrDefault(each => each is not null));
    }

    private IReadOnlyList<TypeSymbol> Choose(string name)
    {
        TypeSymbol[] own = [.. _own[name]];
        TypeSymbol[] others = [.. _index.FindTypes(name).Where(type => type.Path != _path)];
        TypeSymbol? best = own.Length > 0 ? own[0] : others.MaxBy(Closeness);
        return best is null ? [] : [.. own, .. others.Where(type => type.Namespace == best.Namespace)];
    }

    private int Closeness(TypeSymbol type)
    {
        int shared = type.Path.Zip(_path).TakeWhile(pair => pair.First == pair.Second).Count();
        return (_scopes.Contains(type.Namespace) ? 10_000 : 0) + (type.Path.Contains("test", StringComparison.OrdinalIgnoreCase) ? 0 : 500) + shared;
    }
}
