namespace Fathom.Inference.Tokenization;

/// <summary>A token that is matched as a whole, outside the merges: a control token, for example <c>&lt;|fim_prefix|&gt;</c>.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its spelling.</param>
public sealed record AddedToken(int Id, string Content);
