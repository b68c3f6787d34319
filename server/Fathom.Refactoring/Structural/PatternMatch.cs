using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Fathom.Refactoring.Structural;

/// <summary>A place that fits a pattern.</summary>
/// <param name="Node">The node that fits.</param>
/// <param name="Kind">What the pattern is.</param>
/// <param name="Bindings">What each placeholder stands for.</param>
internal sealed record PatternMatch(SyntaxNode Node, PatternKind Kind, ImmutableDictionary<string, Binding> Bindings);
