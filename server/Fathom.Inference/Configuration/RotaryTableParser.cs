namespace Fathom.Inference.Configuration;

/// <summary>The two rotary tables: the main one of window layers and the one of layers with compressed entries.</summary>
internal static class RotaryTableParser
{
    public static (RotaryTable Main, RotaryTable Compress) Parse(ConfigurationFields fields, bool compresses)
    {
        int width = Width(fields);
        if (fields.Has("rope_parameters") && fields.Object("rope_parameters") is var groups && groups.Has("main"))
        {
            RotaryTable main = FromParameters(groups.Object("main"), width);
            return (main, compresses ? FromParameters(groups.Object("compress"), width) : main);
        }

        RotaryTable unscaled = new(width, fields.Positive("rope_theta"), Scaling: null);
        if (!compresses)
        {
            return (unscaled, unscaled);
        }

        YarnScaling? scaling = fields.Has("rope_scaling") ? Scaling(fields.Object("rope_scaling")) : null;
        return (unscaled, new RotaryTable(width, fields.Positive("compress_rope_theta"), scaling));
    }

    private static int Width(ConfigurationFields fields)
    {
        int? fromFactor = fields.Has("partial_rotary_factor")
            ? (int)Math.Round(fields.Number("partial_rotary_factor") * fields.Size("head_dim"))
            : null;
        int width = fields.OptionalInt("qk_rope_head_dim") ?? fromFactor ?? throw fields.Missing("qk_rope_head_dim");
        if (fromFactor is not null && fromFactor != width)
        {
            throw fields.Bad("partial_rotary_factor", $"makes {fromFactor} rotated dimensions, but 'qk_rope_head_dim' is {width}");
        }

        return width > 0 && width % 2 == 0 ? width : throw fields.Bad("qk_rope_head_dim", $"is {width} and must be even and above 0");
    }

    private static RotaryTable FromParameters(ConfigurationFields parameters, int width) =>
        new(width, parameters.Positive("rope_theta"), Scaling(parameters));

    private static YarnScaling? Scaling(ConfigurationFields fields)
    {
        string type = fields.Text("rope_type") ?? fields.Text("type") ?? "default";
        if (type == "default")
        {
            return null;
        }

        if (type != "yarn")
        {
            throw fields.Bad("rope_type", $"is '{type}'; only 'default' and 'yarn' can be run");
        }

        if (fields.Number("attention_factor", 1) is not 1.0 and double factor)
        {
            throw fields.Bad("attention_factor", $"is {factor}; DeepSeek-V4 has no magnitude correction, so it must be 1");
        }

        return new YarnScaling(
            fields.Positive("factor"),
            fields.Size("original_max_position_embeddings"),
            fields.Number("beta_fast", 32),
            fields.Number("beta_slow", 1));
    }
}
