using TwsSimulator.Gateway;

namespace TwsSimulator.Faults;

/// <summary>Plays scripts: waits for the time of a step and hands it to the gateway's loop, together with those that follow it without a time of their own.</summary>
internal sealed class FaultPlayer(TimeProvider clock, Func<GatewayEvent, CancellationToken, ValueTask> post)
{
    /// <summary>Plays a script; completes when its last step has acted.</summary>
    /// <exception cref="SimulatorException">A step names something that is not there.</exception>
    public async Task PlayAsync(FaultScript script, CancellationToken stop)
    {
        long start = clock.GetTimestamp();
        for (int next = 0; next < script.Steps.Count;)
        {
            FaultStep step = script.Steps[next];
            // In one piece: between two of them the gateway takes no request, so what a later step waits for cannot pass before it waits.
            FaultStep[] together = [step, .. script.Steps.Skip(next + 1).TakeWhile(s => s is { At: null, After: null })];
            next += together.Length;
            TimeSpan wait = step.At is { } at ? at - clock.GetElapsedTime(start) : step.After ?? TimeSpan.Zero;
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait, clock, stop).ConfigureAwait(false);
            var applied = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await post(new FaultDue(together, applied), stop).ConfigureAwait(false);
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
