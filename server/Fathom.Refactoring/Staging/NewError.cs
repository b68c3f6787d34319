namespace Fathom.Refactoring.Staging;

/// <summary>An error of the C# compiler that was not there before an edit.</summary>
/// <param name="Path">The file, relative to the folder; empty where it lies in none.</param>
/// <param name="Line">The line after the edit, from 1.</param>
/// <param name="Column">The column, from 1.</param>
/// <param name="Id">The compiler's number, as <c>CS0103</c>.</param>
/// <param name="Message">Its sentence.</param>
public sealed record NewError(string Path, int Line, int Column, string Id, string Message);
