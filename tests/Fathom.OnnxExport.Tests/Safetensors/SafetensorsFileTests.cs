using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;
using Fathom.Inference.Safetensors;

namespace Fathom.OnnxExport.Tests.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string FilePath => folder.File("model.safetensors");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Slices_of_a_tensor_are_read_where_they_are()
    {
        Write(new JsonObject { ["a"] = SafetensorsContent.Entry("U8", [3], 0, 3), ["b"] = SafetensorsContent.Entry("U8", [2, 2], 3, 7) }, [1, 2, 3, 4, 5, 6, 7]);

        using SafetensorsFile file = SafetensorsFile.Open(FilePath);
        byte[] middle = new byte[2];
        file.Tensors["b"].Read(1, middle);

        Assert.Equal([5, 6], middle);
        Assert.Equal([2, 2], file.Tensors["b"].Shape);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Tensors["a"].Read(2, middle));
    }

    [Fact]
    public void Floats_of_every_width_widen_exactly()
    {
        byte[] data = [0x00, 0x00, 0xC0, 0x3F, 0xC0, 0x3F, 0x00, 0x3E];
        Write(
            new JsonObject
            {
                ["f32"] = SafetensorsContent.Entry("F32", [1], 0, 4),
                ["bf16"] = SafetensorsContent.Entry("BF16", [1], 4, 6),
                ["f16"] = SafetensorsContent.Entry("F16", [1], 6, 8),
            },
            data);

        using SafetensorsFile file = SafetensorsFile.Open(FilePath);

        Assert.All(["f32", "bf16", "f16"], name => Assert.Equal([1.5f], file.Tensors[name].ReadFloats()));
    }

    [Fact]
    public void Integers_are_not_taken_for_floats()
    {
        Write(new JsonObject { ["ids"] = SafetensorsContent.Entry("I32", [1], 0, 4) }, new byte[4]);

        using SafetensorsFile file = SafetensorsFile.Open(FilePath);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => file.Tensors["ids"].ReadFloats());

        Assert.Equal($"Tensor 'ids' in {FilePath} is I32, but floating-point numbers are needed.", error.Message);
    }

    [Fact]
    public void The_golden_files_open()
    {
        using SafetensorsFolder published = SafetensorsFolder.Open(Golden.Checkpoint("published"));
        using SafetensorsFolder transformers = SafetensorsFolder.Open(Golden.Checkpoint("float32"));

        Assert.Equal([64, 32], published.Tensors["layers.4.ffn.experts.7.w2.weight"].Shape);
        Assert.Equal(SafetensorsType.F8_E8M0, published.Tensors["layers.4.ffn.experts.7.w2.scale"].Type);
        Assert.Equal(SafetensorsType.F32, transformers.Tensors["model.norm.weight"].Type);
    }

    [Fact]
    public void A_shape_that_does_not_fit_its_bytes_is_refused()
    {
        Write(new JsonObject { ["a"] = SafetensorsContent.Entry("F32", [3], 0, 8) }, new byte[8]);

        Assert.Equal($"Tensor 'a' in {FilePath} has 8 bytes, which are not those of F32 [3].", OpenError());
    }

    [Fact]
    public void A_shape_beyond_all_memory_is_refused()
    {
        Write(new JsonObject { ["a"] = SafetensorsContent.Entry("F32", [long.MaxValue, long.MaxValue], 0, 4) }, new byte[4]);

        Assert.StartsWith($"Tensor 'a' in {FilePath} has 4 bytes, which are not those of F32 [", OpenError(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_truncated_file_is_named_with_the_tensor_that_is_cut()
    {
        Write(new JsonObject { ["a"] = SafetensorsContent.Entry("F32", [2], 0, 8) }, new byte[5]);

        Assert.Equal($"{FilePath} is truncated: tensor 'a' ends 3 bytes after the file's end; download it again.", OpenError());
    }

    [Fact]
    public void Overlapping_tensors_are_refused()
    {
        Write(new JsonObject { ["a"] = SafetensorsContent.Entry("F32", [2], 0, 8), ["b"] = SafetensorsContent.Entry("F32", [1], 4, 8) }, new byte[8]);

        Assert.Equal($"Tensors 'a' and 'b' overlap in {FilePath}.", OpenError());
    }

    [Fact]
    public void An_unknown_type_is_refused()
    {
        Write(new JsonObject { ["a"] = SafetensorsContent.Entry("F4", [2], 0, 1) }, new byte[1]);

        Assert.Equal($"Tensor 'a' in {FilePath} has the unknown type 'F4'.", OpenError());
    }

    [Fact]
    public void A_type_that_cannot_be_shown_is_not_repeated()
    {
        Write(new JsonObject { ["a"] = SafetensorsContent.Entry("F\n4", [2], 0, 1) }, new byte[1]);

        Assert.Equal($"Tensor 'a' in {FilePath} has an unknown type.", OpenError());
    }

    [Fact]
    public void More_dimensions_than_any_weight_has_are_refused()
    {
        Write(new JsonObject { ["a"] = SafetensorsContent.Entry("U8", [1, 1, 1, 1, 1, 1, 1, 1, 1], 0, 1) }, new byte[1]);

        Assert.Equal($"Tensor 'a' in {FilePath} has 9 numbers in its shape, where at most 8 make sense; download the file again.", OpenError());
    }

    [Fact]
    public void Eight_dimensions_are_read()
    {
        Write(new JsonObject { ["a"] = SafetensorsContent.Entry("U8", [1, 1, 1, 1, 1, 1, 1, 2], 0, 2) }, new byte[2]);

        using SafetensorsFile file = SafetensorsFile.Open(FilePath);

        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 2], file.Tensors["a"].Shape);
    }

    [Fact]
    public void More_than_two_offsets_are_refused()
    {
        WriteText("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", new byte[2]);

        Assert.Equal($"Tensor 'a' in {FilePath} has 3 numbers in its data_offsets, where at most 2 make sense; download the file again.", OpenError());
    }

    [Theory]
    [InlineData('a', 513)]
    [InlineData('\n', 1)]
    [InlineData('\u001B', 3)]
    public void A_name_that_cannot_be_shown_is_refused_and_not_repeated(char character, int count)
    {
        Write(new JsonObject { [new string(character, count)] = SafetensorsContent.Entry("U8", [1], 0, 1) }, new byte[1]);

        Assert.Equal(
            $"{FilePath} names a tensor with control characters or with more than 512 characters; it is damaged or no checkpoint, so download it again.",
            OpenError());
    }

    [Fact]
    public void Offsets_that_run_backwards_are_refused()
    {
        Write(new JsonObject { ["a"] = SafetensorsContent.Entry("F32", [1], 4, 0) }, new byte[4]);

        Assert.Equal($"Tensor 'a' in {FilePath} has offsets [4, 0] or a shape that make no sense.", OpenError());
    }

    [Fact]
    public void A_name_that_occurs_twice_is_refused()
    {
        WriteText("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", new byte[2]);

        Assert.Equal($"{FilePath} lists tensor 'a' twice.", OpenError());
    }

    [Theory]
    [InlineData("{\"a\":")]
    [InlineData("[1]")]
    [InlineData("{\"a\":1}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1]}}")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[1.5],\"data_offsets\":[0,1]}}")]
    public void A_header_of_another_kind_is_refused(string json)
    {
        WriteText(json, new byte[1]);

        Assert.StartsWith($"{FilePath} has a header that is not a safetensors header", OpenError(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_insane_header_length_is_refused_before_it_is_read()
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, ulong.MaxValue);
        File.WriteAllBytes(FilePath, bytes);

        Assert.Equal($"{FilePath} claims a header of {ulong.MaxValue} bytes; it is no safetensors file.", OpenError());
    }

    [Fact]
    public void A_header_longer_than_the_file_is_refused()
    {
        byte[] bytes = new byte[16];
        bytes[0] = 200;
        File.WriteAllBytes(FilePath, bytes);

        Assert.Equal($"{FilePath} is truncated: its header of 200 bytes does not fit its 16 bytes; download it again.", OpenError());
    }

    [Fact]
    public void A_file_without_room_for_a_header_is_refused()
    {
        File.WriteAllBytes(FilePath, [1, 2]);

        Assert.Equal($"{FilePath} is 2 bytes long, too short for a safetensors file.", OpenError());
    }

    private void Write(JsonObject header, byte[] data) => File.WriteAllBytes(FilePath, [.. SafetensorsContent.Header(header), .. data]);

    private void WriteText(string json, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)json.Length);
        File.WriteAllBytes(FilePath, [.. length, .. Encoding.UTF8.GetBytes(json), .. data]);
    }

    private string OpenError() => Assert.Throws<InvalidDataException>(() => SafetensorsFile.Open(FilePath)).Message;
}
