using TwsSimulator.Gateway;

namespace TwsSimulator.Faults;

/// <summary>What a connection must pass: shut gates let nothing through and close nothing. Any thread.</summary>
internal sealed class FaultGates
{
    private long _delayTicks;
    private volatile bool _refusesConnections;

    /// <summary>Gate of what the gateway reads.</summary>
    public OpenGate Reading { get; } = new();

    /// <summary>Gate of what the gateway sends.</summary>
    public OpenGate Writing { get; } = new();

    /// <summary>Whether new connections are closed at once.</summary>
    public bool RefusesConnections
    {
        get => _refusesConnections;
        set => _refusesConnections = value;
    }

    /// <summary>How much later everything is sent.</summary>
    public TimeSpan Delay
    {
        get => new(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <summary>Opens both gates, so that whoever waits can leave.</summary>
    public void Open()
    {
        Reading.Set(open: true);
        Writing.Set(open: true);
    }
}
