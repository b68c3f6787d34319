using Fathom.OnnxExport.Checkpoints;
using Fathom.OnnxExport.Initializers;
using Fathom.OnnxExport.Onnx;
using Fathom.Operators.Formats;

namespace Fathom.OnnxExport.Graph;

/// <summary>Weights in the layouts that the operators of this project read.</summary>
internal static class WeightInitializers
{
    /// <summary>Weights in the operators' layout: packed, published or plain. What cannot be packed exactly so stays float32.</summary>
    /// <param name="name">Name of the weight.</param>
    /// <param name="format">The format, or null to keep the checkpoint's.</param>
    /// <param name="split">Into how many matrices each stored matrix is cut.</param>
    /// <param name="matrices">Matrices that lie below each other.</param>
    public static Initializer Of(string name, WeightFormat? format, int split, params IReadOnlyList<StoredMatrix> matrices)
    {
        int columns = matrices[0].Columns;
        if (format is null && PublishedInitializer.Fits(split, matrices))
        {
            return new PublishedInitializer(name, split, matrices);
        }

        return format is WeightFormat.Int8 or WeightFormat.Int4 && columns % WeightFormats.BlockWidth == 0
            ? new QuantisedInitializer(name, format.Value, split, matrices)
            : new FloatInitializer(new PlannedTensor(name, OnnxElementType.Float, matrices.Sum(matrix => matrix.Rows), columns), matrices);
    }

    /// <summary>The format attribute that belongs to weights from <see cref="Of"/>.</summary>
    public static string FormatName(Initializer weights) => (weights switch
    {
        QuantisedInitializer quantised => quantised.Format,
        PublishedInitializer published => published.Format,
        _ => WeightFormat.Float32,
    }).Name();

    /// <summary>The names of weight and scales as inputs; an absent scale is an empty name.</summary>
    public static string[] Inputs(Initializer weights) => [weights.Tensors[0].Name, weights.Tensors.Count > 1 ? weights.Tensors[1].Name : ""];
}
