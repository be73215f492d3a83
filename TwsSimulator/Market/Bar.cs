using System.Runtime.InteropServices;

namespace TwsSimulator.Market;

/// <summary>One bar of the simulated market; the atom is the bar of five seconds, longer ones are made from it.</summary>
/// <param name="Time">Start of the bar, Unix seconds.</param>
/// <param name="Open">First price.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Last price.</param>
/// <param name="Volume">Traded quantity in shares, contracts or coins; 0 when nothing traded.</param>
/// <param name="Wap">Volume-weighted average price.</param>
/// <param name="Count">Number of trades; 0 means that the prices only repeat the previous close.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Bar(long Time, double Open, double High, double Low, double Close, decimal Volume, decimal Wap, int Count)
{
    /// <summary>Length of the atomic bar in seconds.</summary>
    public const int SlotSeconds = 5;

    /// <summary>Start of the five-second slot that holds <paramref name="unixSeconds"/>.</summary>
    public static long SlotOf(long unixSeconds) => unixSeconds - (((unixSeconds % SlotSeconds) + SlotSeconds) % SlotSeconds);
}
