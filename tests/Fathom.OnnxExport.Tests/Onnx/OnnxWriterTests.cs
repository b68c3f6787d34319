using Fathom.OnnxExport.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Fathom.OnnxExport.Tests.Onnx;

public class OnnxWriterTests
{
    [Fact]
    public void A_written_model_runs_in_onnx_runtime()
    {
        OnnxModel model = new(new OnnxGraph
        {
            Name = "doubled",
            Inputs = [new OnnxValue("x", OnnxElementType.Float, "T", 2)],
            Outputs = [new OnnxValue("y", OnnxElementType.Float, "T", 2)],
            Initializers = [OnnxTensor.Of("weight", [2f, 0f, 1f, 3f], 2, 2)],
            Nodes = [new OnnxNode("MatMul", ["x", "weight"], ["y"]) { Name = "product" }],
        })
        {
            Metadata = new Dictionary<string, string> { ["fathom.weights"] = "float32" },
        };

        using InferenceSession session = new(OnnxWriter.ToBytes(model));
        using OrtValue input = OrtValue.CreateTensorValueFromMemory([1f, 1f, 0f, 1f, 10f, 0f], [3, 2]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [input], ["y"]);

        Assert.Equal([3f, 3f, 1f, 3f, 20f, 0f], outputs[0].GetTensorDataAsSpan<float>());
        Assert.Equal("float32", session.ModelMetadata.CustomMetadataMap["fathom.weights"]);
        Assert.Equal("doubled", session.ModelMetadata.GraphName);
        Assert.Equal([-1, 2], session.InputMetadata["x"].Dimensions);
        Assert.Equal(["T", ""], session.InputMetadata["x"].SymbolicDimensions);
    }

    [Fact]
    public void Attributes_of_every_type_reach_the_operator()
    {
        OnnxModel model = new(new OnnxGraph
        {
            Name = "attributes",
            Inputs = [new OnnxValue("x", OnnxElementType.Float, 1, 4)],
            Outputs = [new OnnxValue("y", OnnxElementType.Float, 1, 4), new OnnxValue("z", OnnxElementType.Float, 4, 1), new OnnxValue("e", OnnxElementType.Float, 1, 1)],
            Nodes =
            [
                new OnnxNode("LeakyRelu", ["x"], ["y"]) { Attributes = [("alpha", 0.5f)] },
                new OnnxNode("Transpose", ["x"], ["z"]) { Attributes = [new OnnxAttribute.Ints("perm", [1, 0])] },
                new OnnxNode("Einsum", ["x", "z"], ["e"]) { Attributes = [("equation", "ij,jk->ik")] },
            ],
        });

        using InferenceSession session = new(OnnxWriter.ToBytes(model));
        using OrtValue input = OrtValue.CreateTensorValueFromMemory([-2f, 1f, 2f, 0f], [1, 4]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [input], ["y", "z", "e"]);

        Assert.Equal([-1f, 1f, 2f, 0f], outputs[0].GetTensorDataAsSpan<float>());
        Assert.Equal([-2f, 1f, 2f, 0f], outputs[1].GetTensorDataAsSpan<float>());
        Assert.Equal([9f], outputs[2].GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void External_data_is_read_at_its_offset()
    {
        using TemporaryFolder folder = new();
        byte[] data = new byte[4096 + 8];
        BitConverter.TryWriteBytes(data.AsSpan(4096), 1.5f);
        BitConverter.TryWriteBytes(data.AsSpan(4100), -2f);
        File.WriteAllBytes(folder.File("model.onnx.data"), data);
        OnnxTensor weight = new("weight", OnnxElementType.Float, [2]) { External = new ExternalData("model.onnx.data", 4096, 8) };
        OnnxModel model = new(new OnnxGraph
        {
            Name = "external",
            Inputs = [new OnnxValue("x", OnnxElementType.Float, 2)],
            Outputs = [new OnnxValue("y", OnnxElementType.Float, 2)],
            Initializers = [weight],
            Nodes = [new OnnxNode("Add", ["x", "weight"], ["y"])],
        });
        using (FileStream file = File.Create(folder.File("model.onnx")))
        {
            OnnxWriter.Write(model, file);
        }

        using InferenceSession session = new(folder.File("model.onnx"));
        using OrtValue input = OrtValue.CreateTensorValueFromMemory([1f, 1f], [2]);
        using RunOptions options = new();
        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [input], ["y"]);

        Assert.Equal([2.5f, -1f], outputs[0].GetTensorDataAsSpan<float>());
    }

    [Fact]
    public void A_tensor_whose_values_do_not_fill_its_shape_is_refused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => OnnxTensor.Of("scale", [1f, 2f], 3));

        Assert.StartsWith("Tensor 'scale' of shape [3] needs 3 values, not 2.", error.Message, StringComparison.Ordinal);
    }
}
