namespace Fathom.Completion.Cursor;

/// <summary>What decides where a block ends.</summary>
internal enum LanguageFamily
{
    /// <summary>C#, read by Roslyn.</summary>
    CSharp,

    /// <summary>Languages with brackets around blocks.</summary>
    Brackets,

    /// <summary>Languages where indentation makes the block.</summary>
    Indentation,

    /// <summary>Prose and data: a suggestion is one line.</summary>
    Lines,
}
