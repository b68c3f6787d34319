namespace Fathom.Server.Acceptance;

/// <summary>An edit as seen from a suggestion on the screen.</summary>
/// <param name="Effect">What it means.</param>
/// <param name="Place">Where the suggestion stands after it.</param>
/// <param name="Advance">Characters of the suggestion that it brought; 0 or more.</param>
internal readonly record struct EditStep(EditEffect Effect, SuggestionPlace Place, int Advance);
