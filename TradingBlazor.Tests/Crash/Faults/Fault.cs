namespace TradingBlazor.Tests.Crash.Faults;

/// <summary>Something that a desk loses for a while.</summary>
/// <param name="Name">One word.</param>
/// <param name="Begin">Takes it away.</param>
/// <param name="End">Gives it back.</param>
internal sealed record Fault(string Name, Func<FaultDesk, Random, CancellationToken, Task> Begin, Func<FaultDesk, CancellationToken, Task> End)
{
    /// <summary>The clock needs an engine whose clock can be moved.</summary>
    public const string ClockName = "clock";

    private const int MemoryBytesMax = 6 * 1024 * 1024;

    private static readonly TimeSpan[] Jumps = [TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(-90)];

    /// <summary>All that are known.</summary>
    public static IReadOnlyList<Fault> All { get; } =
    [
        new("redis", (desk, _, _) => desk.Processes.Redis.KillAsync(), (desk, stop) => desk.Processes.Redis.StartAsync(stop)),
        new("database", (desk, _, stop) => desk.Processes.Database.KillAsync(stop), (desk, stop) => RestartDatabaseAsync(desk, stop)),
        new("gateway", (desk, _, _) => desk.Processes.Gateway.KillAsync(), (desk, _) => desk.Processes.RestartGatewayAsync()),
        new("slow", (desk, random, stop) => SlowAsync(desk, random, stop), (desk, stop) => WhileThereAsync(() => desk.Gateway.EndDelayAsync(stop))),
        new("hang", (desk, random, stop) => HangAsync(desk, random, stop), (desk, _) => Do(desk.Processes.Gateway.Process.Resume)),
        new("connection", (desk, random, stop) => CutAsync(desk, random, stop), (_, _) => Task.CompletedTask),
        new("web", (desk, random, _) => desk.Webs[random.Next(2)].HoldAsync(), (desk, _) => Release(desk.Webs)),
        new("disk", (desk, _, _) => Do(desk.Disk.Fill), (desk, _) => Do(desk.Disk.Free)),
        new(ClockName, (desk, random, _) => Do(() => desk.Clock!.Jump(Jumps[random.Next(Jumps.Length)])), (desk, _) => Do(() => desk.Clock!.Jump(TimeSpan.Zero))),
        new("memory", (desk, random, _) => Do(() => MemoryLimit.Set(desk.Engine.Current.Process, random.Next(MemoryBytesMax))), (desk, _) => Do(() => MemoryLimit.Clear(desk.Engine.Current.Process))),
        new("engine", (desk, _, _) => desk.Engine.HoldAsync(), (desk, _) => Release(desk.Engine)),
    ];

    /// <summary>The one of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Fault Of(string name) => All.FirstOrDefault(f => f.Name == name) ?? throw new ArgumentException($"'{name}' is no fault. Known are {string.Join(", ", All.Select(f => f.Name))}.", nameof(name));

    private static Task Release(params Supervised[] programs)
    {
        foreach (Supervised program in programs) program.Release();
        return Task.CompletedTask;
    }

    private static Task Do(Action action)
    {
        action();
        return Task.CompletedTask;
    }

    // Slower than an order may be without an answer, and not so slow that the line counts as dead.
    private static async Task SlowAsync(FaultDesk desk, Random random, CancellationToken stop)
    {
        var by = TimeSpan.FromMilliseconds(random.Next(6_000, 8_000));
        await WhileThereAsync(() => desk.Gateway.DelayAsync(by, stop));
        await Task.Delay(2 * by, TimeProvider.System, stop);
    }

    // A gateway that is away as well is not slow.
    private static async Task WhileThereAsync(Func<Task> fault)
    {
        try
        {
            await fault();
        }
        catch (HttpRequestException)
        {
            // It will begin anew, and at once.
        }
    }

    // Long enough that orders count as unknown while it lasts, also those that were sent after the broker was asked for others.
    private static Task HangAsync(FaultDesk desk, Random random, CancellationToken stop)
    {
        desk.Processes.Gateway.Process.Suspend();
        return Task.Delay(TimeSpan.FromMilliseconds(random.Next(4_000, 9_000)), TimeProvider.System, stop);
    }

    // Cut when there is one: a gateway that is away as well has no connection to cut.
    private static async Task CutAsync(FaultDesk desk, Random random, CancellationToken stop)
    {
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            try
            {
                await desk.Gateway.CutAsync(stop);
            }
            catch (HttpRequestException)
            {
                return;
            }
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(100, 1_500)), TimeProvider.System, stop);
        }
    }

    // The workers of a server that was killed hold its memory for a moment; until then it does not start.
    private static async Task RestartDatabaseAsync(FaultDesk desk, CancellationToken stop)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await desk.Processes.Database.StartAsync(stop);
                return;
            }
            catch (InvalidOperationException) when (attempt < 20)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System, stop);
            }
        }
    }
}
