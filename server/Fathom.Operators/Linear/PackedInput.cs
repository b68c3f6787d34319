using Fathom.Operators.Formats;
using Fathom.Operators.OnnxRuntime;

namespace Fathom.Operators.Linear;

/// <summary>Reads a packed weight and its scales from a node's inputs, with the element types and shapes that its format asks for.</summary>
internal static unsafe class PackedInput
{
    /// <summary>
    /// <paramref name="matrices"/> matrices of [<paramref name="rows"/>, <paramref name="columns"/>] one after another; the view is of the first.
    /// </summary>
    /// <exception cref="OperatorException">An input is absent or has another element type or shape.</exception>
    public static WeightView Read(KernelContext context, int weight, int scales, WeightFormat format, int matrices, int rows, int columns)
    {
        long allRows = (long)matrices * rows;
        long panels = matrices * format.PaddedRows(rows) / Int8Panels.Rows;
        long scaleColumns = format.ScaleColumns(columns);
        (nint codes, nint powers) = format switch
        {
            WeightFormat.Int8 => (
                (nint)context.Weight<sbyte>(weight, panels, columns / Int8Panels.Group, Int8Panels.Rows, Int8Panels.Group),
                (nint)context.Weight<float>(scales, panels, scaleColumns, Int8Panels.Rows)),
            WeightFormat.Int4 => (
                (nint)context.Weight<byte>(weight, allRows, columns / 2), (nint)context.Weight<float>(scales, allRows, scaleColumns)),
            WeightFormat.Float4 => (
                (nint)context.Weight<byte>(weight, allRows, columns / 2), (nint)context.Weight<byte>(scales, allRows, scaleColumns)),
            WeightFormat.Float8 when matrices > 1 => (
                (nint)context.Weight<byte>(weight, allRows, columns), (nint)context.Weight<byte>(scales, matrices, format.ScaleRows(rows), scaleColumns)),
            WeightFormat.Float8 => (
                (nint)context.Weight<byte>(weight, allRows, columns), (nint)context.Weight<byte>(scales, format.ScaleRows(rows), scaleColumns)),
            _ => ((nint)context.Weight<float>(weight, allRows, columns), 0),
        };
        return new WeightView(format, codes, powers, rows, columns);
    }

    /// <summary>Reads a format attribute and checks that the widths suit it.</summary>
    /// <exception cref="OperatorException">The name is no format, or a width is not a multiple of 32 where the format needs it.</exception>
    public static WeightFormat Format(string attribute, string name, params ReadOnlySpan<int> widths)
    {
        WeightFormat format;
        try
        {
            format = WeightFormats.Parse(name);
        }
        catch (ArgumentException exception)
        {
            throw new OperatorException($"attribute '{attribute}': {exception.Message}");
        }

        foreach (int width in widths)
        {
            if (format.IsBlocked() && width % WeightFormats.BlockWidth != 0)
            {
                throw new OperatorException($"attribute '{attribute}' is {name}, whose input widths must be multiples of {WeightFormats.BlockWidth}, but one is {width}.");
            }
        }

        return format;
    }
}
