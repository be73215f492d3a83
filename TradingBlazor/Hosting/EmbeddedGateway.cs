using TradingCore.Hosting;
using TradingCore.Persistence;
using TradingCore.Tws;
using TwsSimulator;

namespace TradingBlazor.Hosting;

/// <summary>Starts the simulated gateway in this process; the session reaches it over a socket, as any gateway.</summary>
internal sealed class EmbeddedGateway(SimulatorSettings simulator, TwsOptions tws, DataFolder folder, TimeProvider clock, ILoggerFactory loggers) : IGatewaySource
{
    private SimulatedGateway? _gateway;

    public async Task<TwsOptions> StartAsync(CancellationToken stop)
    {
        try
        {
            _gateway = await SimulatedGateway.StartAsync(simulator.ToOptions(folder), clock, loggers, stop);
        }
        catch (SimulatorException e)
        {
            throw new StartException($"The embedded simulator cannot be started: {e.Message}", e);
        }
        tws.Host = _gateway.EndPoint.Address.ToString();
        tws.Port = _gateway.EndPoint.Port;
        return tws;
    }

    public ValueTask DisposeAsync() => _gateway?.DisposeAsync() ?? ValueTask.CompletedTask;
}
