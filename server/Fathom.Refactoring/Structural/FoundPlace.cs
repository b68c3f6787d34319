namespace Fathom.Refactoring.Structural;

/// <summary>A place that has the shape that was searched for.</summary>
/// <param name="Path">The file, relative to the folder.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column in UTF-16 units, from 1.</param>
/// <param name="Text">The code at the place.</param>
public sealed record FoundPlace(string Path, int Line, int Column, string Text);
