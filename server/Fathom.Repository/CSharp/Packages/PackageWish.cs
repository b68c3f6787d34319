namespace Fathom.Repository.CSharp.Packages;

/// <summary>A package that a project or another package asks for.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">The range of versions as it is written; null for any.</param>
internal sealed record PackageWish(string Id, string? Version);
