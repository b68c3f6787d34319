using Fathom.Inference.Configuration;

namespace Fathom.OnnxExport.Tests.Configuration;

public class RotaryTableTests
{
    /// <summary>The compressed layers' frequencies of the published models, from the model's specification.</summary>
    private static readonly double[] Published =
    [
        1, 0.687656022, 0.472870805, 0.325172456, 0.223606798, 0.153764561, 0.105737126, 0.0727107717,
        0.05, 0.0343828011, 0.0236435402, 0.0162586228, 0.0111803399, 0.00768822805, 0.00528685632, 0.00363553858,
        0.002265625, 0.00139680129, 0.000849689727, 0.000508081963, 0.000296977778, 0.000168179989, 9.0867843e-05, 4.54442323e-05,
        1.953125e-05, 5.37231267e-06, 3.69430316e-06, 2.54040981e-06, 1.74692811e-06, 1.20128563e-06, 8.260713e-07, 5.68052904e-07,
    ];

    [Fact]
    public void Stretched_frequencies_are_those_of_the_published_models()
    {
        float[] frequencies = new RotaryTable(64, 160000, new YarnScaling(16, 65536, 32, 1)).InverseFrequencies();

        Assert.Equal(32, frequencies.Length);
        Assert.All(Published.Zip(frequencies), pair => Assert.Equal(1.0, pair.Second / pair.First, 1e-6));
    }

    [Fact]
    public void Unscaled_frequencies_fall_as_powers_of_the_base()
    {
        float[] frequencies = new RotaryTable(8, 10000, null).InverseFrequencies();

        Assert.Equal([1f, 0.1f, 0.01f, 0.001f], frequencies);
    }

    [Fact]
    public void A_narrow_table_keeps_the_pairs_below_the_ramp_and_divides_the_last_one()
    {
        // R = 8: the ramp runs from pair 1 to pair 4.
        float[] unscaled = new RotaryTable(8, 160000, null).InverseFrequencies();
        float[] stretched = new RotaryTable(8, 160000, new YarnScaling(16, 65536, 32, 1)).InverseFrequencies();

        Assert.Equal(unscaled[..2], stretched[..2]);
        Assert.Equal((1.0 / 3 / 16) + (2.0 / 3), stretched[2] / (double)unscaled[2], 1e-6);
        Assert.Equal((2.0 / 3 / 16) + (1.0 / 3), stretched[3] / (double)unscaled[3], 1e-6);
    }
}
