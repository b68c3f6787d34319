using System.Text;
using CsCheck;
using Fathom.Inference.Sampling;
using Fathom.Inference.Tests.Tokenization;
using Fathom.Inference.Tokenization;

namespace Fathom.Inference.Tests.Sampling;

public sealed class TokenHealingTests
{
    private static readonly Tokenizer Tiny = TinyTokenizer.Load();

    [Fact]
    public void Allows_tokens_that_go_beyond_the_cursor_and_tokens_that_stay_before_it()
    {
        TokenHealing healing = new(Tiny, "Wri"u8.ToArray());

        Assert.Equal(["Wri", "Writ", "Write", "W", "Wr"], healing.Allowed().Select(id => Tiny.Decode([id])));
    }

    [Fact]
    public void Gives_only_the_bytes_beyond_the_cursor()
    {
        TokenHealing healing = new(Tiny, "Wri"u8.ToArray());

        Assert.Equal("te", Encoding.UTF8.GetString(healing.Accept(Assert.Single(Tiny.Encode("Write")))));
        Assert.True(healing.IsDone);
    }

    [Fact]
    public void Any_allowed_tokens_spell_the_removed_text_again() =>
        Gen.OneOf("return", "Wri", "é", "(", "\n   x", "数").Select(Gen.Int[0, int.MaxValue].Array[10, 10]).Sample((removed, choices) =>
        {
            TokenHealing healing = new(Tiny, Encoding.UTF8.GetBytes(removed));
            List<byte> bytes = [];
            string beyond = "";
            for (int step = 0; !healing.IsDone; step++)
            {
                List<int> allowed = healing.Allowed();
                int id = allowed[choices[step % choices.Length] % allowed.Count];
                bytes.AddRange(Tiny.TokenBytes(id));
                beyond = Encoding.UTF8.GetString(healing.Accept(id));
            }

            return Encoding.UTF8.GetString([.. bytes]) == removed + beyond;
        });
}
