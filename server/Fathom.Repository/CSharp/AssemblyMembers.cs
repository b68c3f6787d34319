using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace Fathom.Repository.CSharp;

/// <summary>The names of members that the assemblies behind a compilation declare.</summary>
internal static class AssemblyMembers
{
    /// <summary>True where a method, a property, an event or a field of any type has a name. Reads names only, so no symbol is made for it.</summary>
    public static bool Contain(Compilation compilation, string name, CancellationToken cancellationToken) => compilation.References
        .OfType<PortableExecutableReference>()
        .Select(reference => reference.GetMetadata())
        .OfType<AssemblyMetadata>()
        .SelectMany(assembly => assembly.GetModules())
        .Any(module =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Contains(module.GetMetadataReader(), name);
        });

    private static bool Contains(MetadataReader reader, string name) =>
        reader.MethodDefinitions.Any(each => reader.StringComparer.Equals(reader.GetMethodDefinition(each).Name, name))
        || reader.PropertyDefinitions.Any(each => reader.StringComparer.Equals(reader.GetPropertyDefinition(each).Name, name))
        || reader.EventDefinitions.Any(each => reader.StringComparer.Equals(reader.GetEventDefinition(each).Name, name))
        || reader.FieldDefinitions.Any(each => reader.StringComparer.Equals(reader.GetFieldDefinition(each).Name, name));
}
