using TwsSimulator.Gateway;

namespace TwsSimulator.Faults;

/// <summary>Plays scripts: waits for the time of each step and hands it to the gateway's loop.</summary>
internal sealed class FaultPlayer(TimeProvider clock, Func<GatewayEvent, CancellationToken, ValueTask> post)
{
    /// <summary>Plays a script; completes when its last step has acted.</summary>
    /// <exception cref="SimulatorException">A step names something that is not there.</exception>
    public async Task PlayAsync(FaultScript script, CancellationToken stop)
    {
        long start = clock.GetTimestamp();
        foreach (FaultStep step in script.Steps)
        {
            TimeSpan wait = step.At is { } at ? at - clock.GetElapsedTime(start) : step.After ?? TimeSpan.Zero;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, stop).ConfigureAwait(false);
            var applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await post(new FaultDue(step, applied), stop).ConfigureAwait(false);
            try
            {
                await applied.Task.WaitAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                await post(new FaultGivenUp(applied), CancellationToken.None).ConfigureAwait(false);
                throw;
            }
        }
    }
}
