namespace TradingCore.Hosting.Rehearsing;

/// <summary>
/// Goes the ways that must be fast before they are gone in earnest. Code is compiled when it is first used, and better when it was used often; without this the first
/// hundred orders of a process, and its one kill switch, would be the slow ones.
/// </summary>
internal static class Rehearsals
{
    // A method that was called thirty times is compiled again, and once more after thirty further calls that say what it usually does; some hundred methods, on a
    // thread in the background. Measured: 185 µs an order in the first rounds, 30 µs after five seconds.
    private const int OrdersOfRound = 40;
    private const int Rounds = 15;
    private static readonly TimeSpan RoundPause = TimeSpan.FromMilliseconds(400);

    /// <summary>Some seconds of rehearsals, with pauses in which the compiler works. They take about a second of the processor in all.</summary>
    public static async Task RunAsync(TimeProvider clock, CancellationToken stop)
    {
        // The kill switch first: of all code it must not wait for the compiler.
        await KillRehearsal.RunAsync(clock).ConfigureAwait(false);
        await using var orders = new OrderRehearsal(clock);
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < OrdersOfRound; i++) await orders.OnceAsync().ConfigureAwait(false);
            await KillRehearsal.RunAsync(clock).ConfigureAwait(false);
            await Task.Delay(RoundPause, clock, stop).ConfigureAwait(false);
        }
    }
}
