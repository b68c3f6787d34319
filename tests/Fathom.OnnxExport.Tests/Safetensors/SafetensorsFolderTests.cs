using System.Text.Json.Nodes;
using Fathom.Inference.Safetensors;

namespace Fathom.OnnxExport.Tests.Safetensors;

public sealed class SafetensorsFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Shards_without_an_index_are_all_read()
    {
        WriteShard("one.safetensors", "a");
        WriteShard("two.safetensors", "b");

        using SafetensorsFolder opened = SafetensorsFolder.Open(folder.Path);

        Assert.Equal(["a", "b"], opened.Tensors.Keys.Order());
    }

    [Fact]
    public void An_index_says_which_files_belong_to_the_checkpoint()
    {
        WriteShard("one.safetensors", "a");
        WriteShard("consolidated.safetensors", "a");
        WriteIndex(new JsonObject { ["a"] = "one.safetensors" });

        using SafetensorsFolder opened = SafetensorsFolder.Open(folder.Path);

        Assert.Equal(folder.File("one.safetensors"), opened.Tensors["a"].File.Path);
    }

    [Fact]
    public void A_shard_that_is_missing_is_named()
    {
        WriteIndex(new JsonObject { ["a"] = "one.safetensors" });

        Assert.Equal($"The shard one.safetensors, which model.safetensors.index.json names, is not in {folder.Path}; download it.", OpenError());
    }

    [Fact]
    public void A_tensor_that_is_not_where_the_index_says_is_named()
    {
        WriteShard("one.safetensors", "a");
        WriteIndex(new JsonObject { ["b"] = "one.safetensors" });

        Assert.Equal($"{folder.File("model.safetensors.index.json")} says that tensor 'b' is in one.safetensors, but it is not.", OpenError());
    }

    [Theory]
    [InlineData("../secret.safetensors")]
    [InlineData("/etc/passwd")]
    public void An_index_cannot_point_outside_its_folder(string file)
    {
        WriteIndex(new JsonObject { ["a"] = file });

        Assert.Equal($"{folder.File("model.safetensors.index.json")} names the file '{file}', which is not in its own folder.", OpenError());
    }

    [Fact]
    public void An_index_of_another_kind_is_refused()
    {
        File.WriteAllText(folder.File("model.safetensors.index.json"), "{}");

        Assert.Equal($"{folder.File("model.safetensors.index.json")} is not an index of safetensors files; it needs a 'weight_map' from tensor to file.", OpenError());
    }

    [Fact]
    public void A_tensor_in_two_shards_is_refused()
    {
        WriteShard("one.safetensors", "a");
        WriteShard("two.safetensors", "a");

        Assert.Equal($"Tensor 'a' is both in {folder.File("one.safetensors")} and in {folder.File("two.safetensors")}.", OpenError());
    }

    [Fact]
    public void A_folder_without_tensors_is_refused()
    {
        Assert.Equal($"There are no *.safetensors files in {folder.Path}; name the folder that holds the checkpoint.", OpenError());
    }

    private void WriteShard(string file, string tensor)
    {
        SafetensorsContent content = new();
        content.Tensors[tensor] = ("U8", [1], [7]);
        content.Write(folder.File(file));
    }

    private void WriteIndex(JsonObject map) =>
        File.WriteAllText(folder.File("model.safetensors.index.json"), new JsonObject { ["weight_map"] = map }.ToJsonString());

    private string OpenError() => Assert.Throws<InvalidDataException>(() => SafetensorsFolder.Open(folder.Path)).Message;
}
