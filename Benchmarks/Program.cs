using BenchmarkDotNet.Running;
using Benchmarks.Killing;
using Benchmarks.Latency;
using Benchmarks.Load;
using Benchmarks.LongRuns;
using Benchmarks.Simulator;
using Benchmarks.Wire;

// Whole-path measurements are programs of their own; everything else goes to BenchmarkDotNet.
Dictionary<string, Func<string[], Task<int>>> programs = new(StringComparer.Ordinal)
{
    ["decode-socket"] = DecodeOverSocket.RunAsync,
    ["tick-source"] = TickSource.RunAsync,
    ["tick-to-order"] = TickToOrder.RunAsync,
    ["rest-to-wire"] = RestToWire.RunAsync,
    ["endurance"] = Endurance.RunAsync,
    ["kill-switch"] = KillSwitchTimes.RunAsync,
    ["latency-gateway"] = LatencyGateway.RunAsync,
    ["simulator-load"] = SimulatorLoad.RunAsync,
    ["fuzz"] = FuzzDecoders.RunAsync,
    ["hub-load"] = HubLoad.RunAsync,
    ["rest-load"] = RestLoad.RunAsync,
    ["together"] = TogetherLoad.RunAsync,
    ["limits"] = TogetherLoad.TellLimitsAsync,
    ["bare-server"] = BareServer.RunAsync,
};

if (args.Length > 0 && programs.TryGetValue(args[0], out Func<string[], Task<int>>? program))
    return await program(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
