using CsCheck;
using Fathom.Inference.Tokenization;

namespace Fathom.Inference.Tests.Tokenization;

public sealed class BulkTokenizerTests
{
    private static readonly Tokenizer Tiny = TinyTokenizer.Load();

    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf(Gen.Const("return x;\n"), Gen.Const("    Write("), Gen.Const("é\t\r\n"), Gen.Const("𝔘1"), Gen.Const("\uD800")).Array[0, 6].Select(string.Concat),
        Gen.String);

    [Fact]
    public void Gives_the_ids_of_the_tokenizer() =>
        Text.Array[1, 5].Sample(texts =>
        {
            var bulk = new BulkTokenizer(Tiny);
            foreach (string text in texts)
            {
                List<int> ids = [];

                bulk.Encode(text, ids);

                Assert.Equal(Tiny.Encode(text), ids);
            }
        });

    [Fact]
    public void Leaves_out_the_piece_that_more_text_may_change() =>
        Text.Sample(text =>
        {
            List<int> all = [];
            int settled = Tiny.EncodeWithLastPiece(text, all);
            List<int> ids = [];

            new BulkTokenizer(Tiny).EncodeSettled(text, ids);

            Assert.Equal(all[..settled], ids);
        });
}
