namespace TwsSimulator.Market;

/// <summary>
/// Random numbers that are a function of a key, not of a generator's state: the market of any second can be computed
/// without computing the seconds before it, and a restart finds the same market.
/// </summary>
internal static class Noise
{
    /// <summary>A well mixed 64-bit value for a key of three parts (the finaliser of splitmix64, applied per part).</summary>
    public static ulong Hash(ulong key, long index, int salt)
    {
        ulong h = key + (0x9E3779B97F4A7C15UL * (ulong)(index + 1));
        h = Mix(h);
        return Mix(h + (0xD1B54A32D192ED03UL * (ulong)(uint)(salt + 1)));
    }

    /// <summary>A key for one named stream of one seed.</summary>
    public static ulong StreamKey(long seed, string name)
    {
        ulong h = Mix((ulong)seed + 0x632BE59BD9B4E019UL);
        foreach (char c in name)
        {
            h = Mix(h ^ c);
        }

        return h;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public static double Uniform(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    /// <summary>
    /// Close to standard normal, within ±3.47: the sum of four uniform parts of the hash. Bounded tails are wanted:
    /// one absurd candle spoils a demo, and fat tails come from the changing volatility instead.
    /// </summary>
    public static double Gauss(ulong hash)
    {
        double sum = (hash & 0xFFFF) + ((hash >> 16) & 0xFFFF) + ((hash >> 32) & 0xFFFF) + (hash >> 48);
        return ((sum / 65536.0) - 2.0) * 1.7320508075688772;
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
