using System.Collections.Frozen;

namespace Fathom.Refactoring.Staging.Reach;

/// <summary>Names of members that code uses without saying them: by <c>foreach</c>, <c>await</c>, a query, a pattern, braces behind <c>new</c>.</summary>
internal static class UnsaidNames
{
    private static readonly FrozenSet<string> s_names = FrozenSet.Create(
        StringComparer.Ordinal,
        "GetEnumerator", "GetAsyncEnumerator", "MoveNext", "MoveNextAsync", "Current", "Dispose", "DisposeAsync",
        "GetAwaiter", "GetResult", "IsCompleted", "OnCompleted", "UnsafeOnCompleted",
        "SetResult", "SetException", "SetStateMachine", "Start", "Task", "AwaitOnCompleted", "AwaitUnsafeOnCompleted",
        "Select", "SelectMany", "Where", "GroupBy", "Join", "GroupJoin", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Cast",
        "Deconstruct", "Add", "Invoke", "Count", "Length", "Slice", "Item", "GetPinnableReference", "Create",
        "AppendLiteral", "AppendFormatted", "ToStringAndClear",
        "Equals", "GetHashCode", "ToString", "GetType", "PrintMembers", "EqualityContract", "Finalize", "MemberwiseClone",
        "EnterScope", "Exit", "Value", "HasValue", "TryGetValue", "Rest");

    private static readonly string[] s_accessors = ["get_", "set_", "add_", "remove_", "op_"];

    /// <summary>True where what has this name may be meant by code that does not hold it.</summary>
    /// <param name="name">The name.</param>
    public static bool Include(string name) => s_names.Contains(name) || Array.Exists(s_accessors, start => name.StartsWith(start, StringComparison.Ordinal));
}
