namespace Fathom.Repository.Indexing;

/// <summary>The tables of the cache file.</summary>
/// <remarks>
/// Texts are not kept: they are read from disk when they are shown. Both full-text tables hold the different words of each window and no positions:
/// <c>window_words</c> ranks windows by BM25 over whole words, <c>window_trigrams</c> finds parts of words. What a search finds is checked against
/// the text, so neither needs to know more.
/// </remarks>
internal static class IndexSchema
{
    /// <summary>Changes with every change of the tables or of what is put into them: an older file is made anew.</summary>
    public const int Version = 2;

    /// <summary>Settings of a connection.</summary>
    public const string Settings = "pragma journal_mode = wal; pragma synchronous = normal; pragma temp_store = memory; pragma cache_size = -16000;";

    /// <summary>The full-text tables.</summary>
    public static IReadOnlyList<string> FullText { get; } = ["window_words", "window_trigrams"];

    /// <summary>Makes the tables.</summary>
    public const string Tables =
        """
        create table files (id integer primary key, path text not null unique, name text not null, length integer not null, modified integer not null, reason integer not null, lines integer not null);
        create index files_by_name on files (name);
        create table windows (id integer primary key, file integer not null, line integer not null, count integer not null, hash integer not null);
        create index windows_by_file on windows (file);
        create table types (id integer primary key, file integer not null, name text not null, scope text not null, line integer not null, header text not null, bases text not null, members text not null);
        create index types_by_name on types (name);
        create index types_by_file on types (file);
        create virtual table window_words using fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '_'");
        create virtual table window_trigrams using fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'trigram');
        create virtual table word_counts using fts5vocab (window_words, row);
        """;
}
