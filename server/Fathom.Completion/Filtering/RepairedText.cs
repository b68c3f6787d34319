namespace Fathom.Completion.Filtering;

/// <summary>A suggestion that parses.</summary>
/// <param name="Text">The text to insert at the cursor.</param>
/// <param name="Edit">The document without and with it.</param>
/// <param name="IsRepaired">True when the model wrote something else.</param>
internal sealed record RepairedText(string Text, CSharpEdit Edit, bool IsRepaired);
