using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Fathom.Completion.Cursor;

/// <summary>
/// Knows an empty line of a C# file that can only hold a certain kind of line: a using directive among others, the namespace of a file that has none, the head of a type whose body
/// follows.
/// </summary>
internal static class MissingLine
{
    private const string Using = "using";
    private const string Namespace = "namespace";

    private static readonly string[] BeginningsOfTypes =
        ["public", "internal", "file", "static", "sealed", "abstract", "partial", "readonly", "ref", "unsafe", "class", "interface", "struct", "enum", "record"];

    /// <summary>The words one of which the line has to begin with; empty where that is open.</summary>
    /// <param name="cursor">The cursor; only on an empty line there is something to say.</param>
    /// <param name="needsDirective">True where a directive can stand and one is known to be missing.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static string[] FirstWords(CursorContext cursor, bool needsDirective, CancellationToken cancellationToken)
    {
        if (cursor.Family != LanguageFamily.CSharp || !cursor.AtIndentation || cursor.RestOfLine.Length > 0)
        {
            return [];
        }

        bool isAboveBody = cursor.LineBelow.TrimStart().StartsWith("{");
        if (cursor.LinePrefix.Length == 0 && !IsThere(cursor.Document.Text, Namespace) && IsNamespace(cursor, isAboveBody, cancellationToken))
        {
            return [Namespace];
        }

        if (isAboveBody)
        {
            return IsHeadOfType(cursor, cancellationToken) ? BeginningsOfTypes : [];
        }

        return needsDirective || IsUsing(cursor, cancellationToken) ? [Using] : [];
    }

    // With a namespace declared here all types of the file have to lie in it.
    private static bool IsNamespace(CursorContext cursor, bool isAboveBody, CancellationToken cancellationToken)
    {
        CompilationUnitSyntax root = Parse(cursor, isAboveBody ? "namespace N" : "namespace N;", cancellationToken);
        return !root.ContainsSkippedText
            && root.Members is [BaseNamespaceDeclarationSyntax { AttributeLists.Count: 0, Modifiers.Count: 0 } declaration]
            && declaration.NamespaceKeyword.SpanStart == cursor.Offset
            && !declaration.GetLeadingTrivia().Any(SyntaxKind.SingleLineDocumentationCommentTrivia)
            && (isAboveBody || declaration.Usings.Count == 0)
            && declaration.Members.Count > 0
            && declaration.Members.All(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);
    }

    private static bool IsHeadOfType(CursorContext cursor, CancellationToken cancellationToken)
    {
        CompilationUnitSyntax root = Parse(cursor, "class N", cancellationToken);
        SyntaxToken word = root.FindToken(cursor.Offset);
        return word.SpanStart == cursor.Offset
            && !root.Members.Any(SyntaxKind.GlobalStatement)
            && !word.GetPreviousToken(includeZeroWidth: true).IsMissing
            && word.Parent is ClassDeclarationSyntax { Modifiers.Count: 0, OpenBraceToken.IsMissing: false, Parent: BaseNamespaceDeclarationSyntax or CompilationUnitSyntax };
    }

    // Directly below a directive or directly above one.
    private static bool IsUsing(CursorContext cursor, CancellationToken cancellationToken)
    {
        ReadOnlySpan<char> before = cursor.Before[..cursor.LineStart].TrimEnd("\r\n");
        ReadOnlySpan<char> above = before[(before.LastIndexOf('\n') + 1)..];
        bool isBelow = cursor.Before[before.Length..cursor.LineStart].Count('\n') == 1 && above.TrimStart().StartsWith(Using);
        if (!isBelow && !cursor.LineBelow.TrimStart().StartsWith(Using))
        {
            return false;
        }

        SyntaxToken word = Parse(cursor, "using N;", cancellationToken).FindToken(cursor.Offset);
        return word.SpanStart == cursor.Offset && word.Parent is UsingDirectiveSyntax { ContainsDiagnostics: false };
    }

    private static CompilationUnitSyntax Parse(CursorContext cursor, string line, CancellationToken cancellationToken)
    {
        CompilationUnitSyntax root = SyntaxFactory.ParseCompilationUnit(string.Concat(cursor.Before, line, cursor.LinesBelow));
        cancellationToken.ThrowIfCancellationRequested();
        return root;
    }

    /// <summary>True where a line of a text begins so, behind its indentation.</summary>
    public static bool IsThere(ReadOnlySpan<char> text, string beginning)
    {
        foreach (ReadOnlySpan<char> line in text.EnumerateLines())
        {
            if (line.TrimStart().StartsWith(beginning))
            {
                return true;
            }
        }

        return false;
    }
}
