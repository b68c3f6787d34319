using Microsoft.CodeAnalysis.Text;

namespace Fathom.Refactoring.Structural;

/// <summary>A <c>$name</c> in a pattern or a replacement.</summary>
/// <param name="Name">Its name, without the sign.</param>
/// <param name="IsList">Whether <c>...</c> follows: it stands for any number of things, none included.</param>
/// <param name="Span">Where it stands.</param>
internal sealed record Placeholder(string Name, bool IsList, TextSpan Span);
