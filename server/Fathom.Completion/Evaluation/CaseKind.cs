namespace Fathom.Completion.Evaluation;

/// <summary>What a case leaves out of its file.</summary>
public enum CaseKind
{
    /// <summary>The end of a line, from the start of one of its tokens on.</summary>
    RestOfLine,

    /// <summary>A line without its indentation.</summary>
    WholeLine,

    /// <summary>The lines between two braces.</summary>
    Block,

    /// <summary>An expression, such as an argument or the value of an assignment.</summary>
    Expression,
}
