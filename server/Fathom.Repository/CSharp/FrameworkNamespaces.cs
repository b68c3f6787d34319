using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Fathom.Repository.CSharp;

/// <summary>Knows what the namespaces of .NET declare: the names of public types and of extension methods. The first question reads the assemblies' tables, some hundred milliseconds.</summary>
public static class FrameworkNamespaces
{
    private static readonly Lazy<Tables> s_tables = new(Load);

    /// <summary>The namespaces that declare a public type of a name; empty where none does.</summary>
    /// <param name="name">The type's name, without type parameters.</param>
    /// <param name="typeParameters">How many type parameters it has; 0 for none.</param>
    public static ImmutableArray<string> Declaring(string name, int typeParameters) =>
        s_tables.Value.Types.TryGetValue(typeParameters == 0 ? name : $"{name}`{typeParameters}", out ImmutableArray<string> namespaces) ? namespaces : [];

    /// <summary>True where a namespace declares public types.</summary>
    public static bool Exists(string space) => s_tables.Value.Namespaces.Contains(space);

    /// <summary>The names of the extension methods that a namespace declares; empty where it has none.</summary>
    public static IReadOnlySet<string> ExtensionMethods(string space) => s_tables.Value.ExtensionMethods.GetValueOrDefault(space, FrozenSet<string>.Empty);

    private static Tables Load()
    {
        var types = new HashSet<(string Namespace, string Name)>();
        var methods = new HashSet<(string Namespace, string Name)>();
        foreach (string path in FrameworkReferences.Paths)
        {
            using FileStream file = File.OpenRead(path);
            using var image = new PEReader(file);
            Read(image.GetMetadataReader(), types, methods);
        }

        return new Tables(
            types.GroupBy(type => type.Name, type => type.Namespace).ToFrozenDictionary(each => each.Key, each => each.Order(StringComparer.Ordinal).ToImmutableArray(), StringComparer.Ordinal),
            types.Select(type => type.Namespace).ToFrozenSet(StringComparer.Ordinal),
            methods.GroupBy(method => method.Namespace, method => method.Name).ToFrozenDictionary(each => each.Key, each => each.ToFrozenSet(StringComparer.Ordinal), StringComparer.Ordinal));
    }

    private static void Read(MetadataReader reader, HashSet<(string Namespace, string Name)> types, HashSet<(string Namespace, string Name)> methods)
    {
        foreach (TypeDefinition type in reader.TypeDefinitions.Select(reader.GetTypeDefinition))
        {
            if ((type.Attributes & TypeAttributes.VisibilityMask) != TypeAttributes.Public || type.Namespace.IsNil)
            {
                continue;
            }

            string space = reader.GetString(type.Namespace);
            types.Add((space, reader.GetString(type.Name)));
            if ((type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Sealed)) == (TypeAttributes.Abstract | TypeAttributes.Sealed) && IsExtension(reader, type.GetCustomAttributes()))
            {
                methods.UnionWith(type.GetMethods().Select(reader.GetMethodDefinition).Where(method => IsExtension(reader, method.GetCustomAttributes())).Select(method => (space, reader.GetString(method.Name))));
            }
        }
    }

    private static bool IsExtension(MetadataReader reader, CustomAttributeHandleCollection attributes) =>
        attributes.Select(reader.GetCustomAttribute).Any(attribute => NameOf(reader, attribute.Constructor) == "ExtensionAttribute");

    private static string? NameOf(MetadataReader reader, EntityHandle constructor) => constructor.Kind switch
    {
        HandleKind.MethodDefinition => reader.GetString(reader.GetTypeDefinition(reader.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()).Name),
        HandleKind.MemberReference when reader.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } type =>
            reader.GetString(reader.GetTypeReference((TypeReferenceHandle)type).Name),
        _ => null,
    };

    /// <summary>The answers: namespaces by metadata name of a type, all namespaces, names of extension methods by namespace.</summary>
    private sealed record Tables(
        FrozenDictionary<string, ImmutableArray<string>> Types, FrozenSet<string> Namespaces, FrozenDictionary<string, FrozenSet<string>> ExtensionMethods);
}
