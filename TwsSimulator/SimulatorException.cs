namespace TwsSimulator;

/// <summary>Something the person who started the simulator can put right: a bad setting, a missing folder, a port in use. The message is one clear sentence.</summary>
public sealed class SimulatorException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SimulatorException()
    {
    }

    /// <summary>Creates the exception with its sentence.</summary>
    public SimulatorException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its sentence and cause.</summary>
    public SimulatorException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
