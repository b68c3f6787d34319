using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Fathom.Inference.Tokenization;

namespace Fathom.Inference.Tests.Tokenization;

public sealed class TokenizerTests
{
    private static readonly Tokenizer Tiny = TinyTokenizer.Load();

    private static readonly Gen<string> Text = Gen.Frequency(
        (4, Gen.OneOf(" ", "\n", "\n    ", "return", "Write", "()", "é", "👩‍👩‍👧", "𒀀", "数", "<|begin|>", "\r\n", "\t")),
        (1, Gen.Int[0, 0x10FFFF].Where(value => value is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32)))
        .Array[0, 40].Select(string.Concat);

    [Fact]
    public void Decoding_gives_back_any_text() => Text.Sample(text => Tiny.Decode([.. Tiny.Encode(text)]) == text);

    [Fact]
    public void Text_never_becomes_a_control_token()
    {
        HashSet<int> controls = [.. Tiny.AddedTokens.Select(token => token.Id)];

        Text.Sample(text => !Tiny.Encode(text).Exists(controls.Contains));
    }

    [Fact]
    public void Merges_do_not_lead_to_a_control_token_even_when_the_file_has_them()
    {
        Tokenizer tokenizer = TinyTokenizer.Load(json =>
        {
            json["model"]!["vocab"]!["<|"] = 300;
            json["model"]!["vocab"]!["<|>"] = 301;
            json["model"]!["merges"]!.AsArray().Add("< |");
            json["model"]!["merges"]!.AsArray().Add("<| >");
            json["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = 301, ["content"] = "<|>" });
        });

        Assert.Equal([300, '>' - 33 + ByteId('!')], tokenizer.Encode("<|>"));
        Assert.Equal([301], tokenizer.EncodeWithControlTokens("<|>"));

        static int ByteId(char character) => character;
    }

    [Fact]
    public void Merges_are_read_as_strings_and_as_pairs()
    {
        Tokenizer pairs = TinyTokenizer.Load(json => json["model"]!["merges"] = new JsonArray(
            [.. json["model"]!["merges"]!.AsArray().Select(merge => new JsonArray([.. merge!.GetValue<string>().Split(' ').Select(part => (JsonNode)part)]))]));

        Text.Sample(text => pairs.Encode(text).SequenceEqual(Tiny.Encode(text)));
    }

    [Fact]
    public void A_letter_beyond_the_basic_plane_is_a_letter()
    {
        Tokenizer tokenizer = TinyTokenizer.Load(json => json["pre_tokenizer"]!["pretokenizers"]![0] = TinyTokenizer.Split(@"\p{L}+"));

        List<TextRange> pieces = new PreTokenizer([new SplitStep(new(@"\p{L}+"), SplitBehavior.Isolated, false)]).Split("1𒀀a𝒳1");

        Assert.Equal([new TextRange(0, 1), new TextRange(1, 5), new TextRange(6, 1)], pieces);
        Assert.Equal("1𒀀a𝒳1", tokenizer.Decode([.. tokenizer.Encode("1𒀀a𝒳1")]));
    }

    [Theory]
    [InlineData("Isolated", false, "ab|-|-|c|-|d")]
    [InlineData("MergedWithPrevious", false, "ab-|-|c-|d")]
    [InlineData("MergedWithNext", false, "ab|-|-c|-d")]
    [InlineData("Contiguous", false, "ab|--|c|-|d")]
    [InlineData("Contiguous", true, "ab|--|c|-|d")]
    public void Splits_as_the_behaviour_says(string behavior, bool invert, string expected)
    {
        const string text = "ab--c-d";
        SplitStep step = new(new(invert ? "[a-z]+" : "-"), Enum.Parse<SplitBehavior>(behavior), invert);

        List<TextRange> pieces = new PreTokenizer([step]).Split(text);

        Assert.Equal(expected, string.Join('|', pieces.Select(piece => text.Substring(piece.Start, piece.Length))));
    }

    [Fact]
    public void A_piece_of_more_than_512_characters_is_merged_in_parts()
    {
        string before = new('x', 507);

        List<int> whole = Tiny.Encode($"{before}return".AsSpan(1));
        List<int> parted = Tiny.Encode($"{before}return");

        Assert.Equal(Tiny.Encode("return"), whole[506..]);
        Assert.Equal([.. Tiny.Encode("retur"), .. Tiny.Encode("n")], parted[507..]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    public void Parts_of_a_long_piece_never_end_inside_a_character(string before)
    {
        string text = before + string.Concat(Enumerable.Repeat("𒀀", 1000));

        Assert.Equal(text, Tiny.Decode([.. Tiny.Encode(text)]));
    }

    [Theory]
    [InlineData('a')]
    [InlineData(' ')]
    public async Task A_run_of_a_million_characters_does_not_hang(char character)
    {
        string text = new(character, 1_000_000);

        // Merged as one piece it would take hours.
        List<int> ids = await Task.Run(() => Tiny.Encode(text)).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal(1_000_000, ids.Count);
    }

    [Fact]
    public void A_lone_surrogate_is_read_as_the_replacement_character() =>
        Assert.Equal("a\uFFFDb", Tiny.Decode([.. Tiny.Encode("a\uD83Db")]));

    [Fact]
    public void Bytes_arriving_one_at_a_time_are_never_shown_as_half_a_character() => Text.Sample(text =>
    {
        TokenDecoder decoder = new();
        StringBuilder shown = new();
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            string piece = decoder.Append([value]);
            Assert.DoesNotContain('\uFFFD', text.Contains('\uFFFD') ? "" : piece);
            Assert.True(piece.Length == 0 || !char.IsHighSurrogate(piece[^1]));
            shown.Append(piece);
        }

        return shown.Append(decoder.Flush()).ToString() == text;
    });

    [Theory]
    [InlineData("model", "type", "\"Unigram\"", "its model is Unigram")]
    [InlineData("model", "ignore_merges", "true", "ignore_merges")]
    [InlineData("model", "merges", "[\"ab\"]", "the merge \"ab\"")]
    [InlineData("model", "merges", "[\"a zz\"]", "merges that do not fit")]
    [InlineData("pre_tokenizer", "type", "\"BertPreTokenizer\"", "BertPreTokenizer")]
    public void Says_what_is_wrong_with_another_kind_of_tokenizer(string part, string field, string value, string expected)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => TinyTokenizer.Load(json => json[part]![field] = JsonNode.Parse(value)));

        Assert.Contains(expected, exception.Message);
        Assert.Contains("tokenizer.json", exception.Message);
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("16777217")]
    [InlineData("2147483647")]
    [InlineData("1.5")]
    [InlineData("\"7\"")]
    public void An_id_that_no_vocabulary_has_is_refused(string id)
    {
        InvalidDataException ofText = Assert.Throws<InvalidDataException>(() => TinyTokenizer.Load(json => json["model"]!["vocab"]!["zz"] = JsonNode.Parse(id)));
        InvalidDataException ofControl = Assert.Throws<InvalidDataException>(() => TinyTokenizer.Load(json =>
            json["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = JsonNode.Parse(id), ["content"] = "<x>" })));

        Assert.EndsWith("the id of the token \"zz\" has to be a whole number from 0 to 16777216.", ofText.Message);
        Assert.EndsWith("the id of the token \"<x>\" has to be a whole number from 0 to 16777216.", ofControl.Message);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[\"a\"]")]
    [InlineData("[\"a\",\"b\",\"c\"]")]
    [InlineData("null")]
    public void A_merge_that_is_no_pair_is_refused(string merge)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => TinyTokenizer.Load(json =>
            json["model"]!["merges"]!.AsArray().Add(JsonNode.Parse(merge))));

        Assert.EndsWith("a merge is neither a text nor a list of two.", exception.Message);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void An_added_token_without_content_is_refused(string content)
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => TinyTokenizer.Load(json =>
            json["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = 5, ["content"] = JsonNode.Parse(content) })));

        Assert.EndsWith("an added token has no content.", exception.Message);
    }

    [Fact]
    public void Says_which_byte_a_vocabulary_lacks()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => TinyTokenizer.Load(json =>
        {
            json["model"]!["vocab"]!.AsObject().Remove("A");
        }));

        Assert.Contains("0x41", exception.Message);
    }

    [Fact]
    public void A_pattern_that_tries_for_ever_is_given_up()
    {
        Tokenizer hostile = TinyTokenizer.Load(json => json["pre_tokenizer"]!["pretokenizers"]![0]!["pattern"]!["Regex"] = "(a+)+$");

        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => hostile.Encode(new string('a', 60) + "b"));

        Assert.Contains("(a+)+$", failure.Message, StringComparison.Ordinal);
        Assert.Contains("choose a model with another tokenizer.json", failure.Message, StringComparison.Ordinal);
    }
}
