using System.Globalization;
using System.Text;
using Fathom.OnnxExport.Onnx;

namespace Fathom.OnnxExport.Tests.Onnx;

public sealed class OnnxReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Model => folder.File("model.onnx");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Metadata_and_the_places_of_constants_are_read_back()
    {
        Write(offset: "4096");

        (IReadOnlyDictionary<string, string> metadata, IReadOnlyList<OnnxTensor> initializers) = OnnxReader.Read(Model);

        Assert.Equal("float32", metadata["fathom.weights"]);
        Assert.Equal(new ExternalData("model.onnx.data", 4096, 8), Assert.Single(initializers).External);
    }

    [Theory]
    [InlineData("9999999999999999999")]
    [InlineData("4o96")]
    public void A_place_that_is_no_number_of_bytes_is_damage(string offset)
    {
        Write(offset);

        InvalidDataException error = Assert.Throws<InvalidDataException>(() => OnnxReader.Read(Model));

        Assert.Equal($"{Model} is no ONNX model, or it is damaged; export it again.", error.Message);
    }

    // The offset takes the place of a number with as many digits, so that the lengths around it stay right.
    private void Write(string offset)
    {
        string number = $"1{new string('0', offset.Length - 1)}";
        OnnxTensor weight = new("weight", OnnxElementType.Float, [2]) { External = new ExternalData("model.onnx.data", long.Parse(number, CultureInfo.InvariantCulture), 8) };
        OnnxModel model = new(new OnnxGraph { Name = "external", Inputs = [], Outputs = [], Nodes = [], Initializers = [weight] })
        {
            Metadata = new Dictionary<string, string> { ["fathom.weights"] = "float32" },
        };
        string bytes = Encoding.Latin1.GetString(OnnxWriter.ToBytes(model));
        File.WriteAllBytes(Model, Encoding.Latin1.GetBytes(bytes.Replace(number, offset, StringComparison.Ordinal)));
    }
}
