using System.Text;

namespace Fathom.Operators.OnnxRuntime;

/// <summary>The attributes of one node, readable while its kernel is made.</summary>
internal readonly unsafe ref struct KernelAttributes(nint info)
{
    /// <summary>A required integer attribute within [<paramref name="minimum"/>, <paramref name="maximum"/>].</summary>
    /// <exception cref="OperatorException">It is missing, of another type, or out of range.</exception>
    internal int Integer(string name, int minimum = 0, int maximum = int.MaxValue)
    {
        long value;
        fixed (byte* utf8 = Encode(name))
        {
            Require(OrtApi.KernelInfoGetAttributeInt64(info, utf8, &value), name, "an integer");
        }

        return value >= minimum && value <= maximum
            ? (int)value
            : throw new OperatorException($"attribute '{name}' is {value}; it must be {(maximum == int.MaxValue ? $"{minimum} or more" : $"{minimum} to {maximum}")}.");
    }

    /// <summary>A required list of integers, each <paramref name="minimum"/> or more.</summary>
    /// <exception cref="OperatorException">It is missing, of another type, or one is out of range.</exception>
    internal int[] Integers(string name, int minimum)
    {
        long[] values;
        fixed (byte* utf8 = Encode(name))
        {
            nuint size = 0;
            Require(OrtApi.KernelInfoGetAttributeArrayInt64(info, utf8, null, &size), name, "a list of integers");
            values = new long[(int)size];
            fixed (long* pointer = values)
            {
                Require(OrtApi.KernelInfoGetAttributeArrayInt64(info, utf8, pointer, &size), name, "a list of integers");
            }
        }

        return Array.ConvertAll(values, value => value >= minimum && value <= int.MaxValue
            ? (int)value
            : throw new OperatorException($"attribute '{name}' holds {value}; each must be {minimum} or more."));
    }

    /// <summary>A required, finite number.</summary>
    /// <exception cref="OperatorException">It is missing, of another type, or not finite.</exception>
    internal float Number(string name)
    {
        float value;
        fixed (byte* utf8 = Encode(name))
        {
            Require(OrtApi.KernelInfoGetAttributeFloat(info, utf8, &value), name, "a number");
        }

        return float.IsFinite(value) ? value : throw new OperatorException($"attribute '{name}' is {value}; it must be finite.");
    }

    /// <summary>A required text attribute.</summary>
    /// <exception cref="OperatorException">It is missing or of another type.</exception>
    internal string Text(string name) =>
        TextOrNull(name) ?? throw new OperatorException($"attribute '{name}' is missing; give the node a text of that name.");

    /// <summary>A text attribute, or null where the node has none.</summary>
    internal string? TextOrNull(string name)
    {
        fixed (byte* utf8 = Encode(name))
        {
            nuint size = 0;
            nint status = OrtApi.KernelInfoGetAttributeString(info, utf8, null, &size);
            if (status != 0)
            {
                OrtApi.ReleaseStatus(status);
            }

            if (size == 0)
            {
                return null;
            }

            byte[] text = new byte[(int)size];
            fixed (byte* pointer = text)
            {
                OrtApi.Check(OrtApi.KernelInfoGetAttributeString(info, utf8, pointer, &size));
            }

            return Encoding.UTF8.GetString(text, 0, (int)size - 1);
        }
    }

    private static void Require(nint status, string name, string kind)
    {
        if (status != 0)
        {
            OrtApi.ReleaseStatus(status);
            throw new OperatorException($"attribute '{name}' is missing or not {kind}; give the node {kind} of that name.");
        }
    }

    private static byte[] Encode(string name) => Encoding.UTF8.GetBytes(name + '\0');
}
