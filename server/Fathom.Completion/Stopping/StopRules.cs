using Fathom.Completion.Cursor;
using Fathom.Completion.Filtering;

namespace Fathom.Completion.Stopping;

/// <summary>Chooses the stop rule of a place: several lines only where a block has just been opened or a block or statement is expected.</summary>
internal static class StopRules
{
    public static IStopRule For(CursorContext cursor, LineBelow below, CompletionSettings settings, CancellationToken cancellationToken)
    {
        if (!cursor.RestIsClosers && cursor.Family is LanguageFamily.CSharp or LanguageFamily.Brackets)
        {
            return InsideLine(cursor);
        }

        if (!settings.MultiLine || !cursor.RestIsClosers || cursor.HasCommentRight || below is LineBelow.Body or LineBelow.Continuation)
        {
            return LineStop.Instance;
        }

        switch (cursor.Family)
        {
            case LanguageFamily.CSharp:
                return below == LineBelow.Declaration ? new AttributeStop(ForCSharp(cursor, cancellationToken)) : ForCSharp(cursor, cancellationToken);
            case LanguageFamily.Brackets:
                bool opened = cursor.LinePrefix.AsSpan().TrimEnd() is [.., '{' or '(' or '['];
                return opened || cursor.AtIndentation ? new BracketBlockStop(opened, BracketBalance.IsClosedBelow(cursor)) : LineStop.Instance;
            case LanguageFamily.Indentation:
                bool block = cursor.LinePrefix.AsSpan().TrimEnd() is [.., ':'];
                return block || cursor.AtIndentation ? new IndentationStop(block, cursor.Indentation.Length, IsKeyOfYaml(cursor)) : LineStop.Instance;
            default:
                return LineStop.Instance;
        }
    }

    private static bool IsKeyOfYaml(CursorContext cursor) => Languages.IdOf(cursor.Document) == "yaml" && !cursor.LinePrefix.AsSpan().TrimStart().StartsWith("-");

    private static IStopRule InsideLine(CursorContext cursor)
    {
        if (OpenString.At(cursor.LinePrefix) is { } open && (open.Depth == 0 || cursor.RestOfLine is ['"', ..]))
        {
            return new StringStop(open);
        }

        return cursor.LinePrefix is [.., '<'] && cursor.RestOfLine is ['>', ..] ? TypeArgumentStop.Instance : HoleStop.Instance;
    }

    private static IStopRule ForCSharp(CursorContext cursor, CancellationToken cancellationToken)
    {
        CSharpPlace place = CSharpPlaces.Find(cursor, cancellationToken);
        return place switch
        {
            CSharpPlace.Line => LineStop.Instance,
            CSharpPlace.BlockOpened => new CSharpBlockStop(opened: true, BracketBalance.IsClosedBelow(cursor)),
            CSharpPlace.BlockExpected => new CSharpBlockStop(opened: false, closedBelow: false),
            _ => new CSharpStatementStop(place),
        };
    }
}
