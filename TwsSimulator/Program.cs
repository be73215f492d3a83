using TwsSimulator;

return await SimulatorProgram.RunAsync(args).ConfigureAwait(false);
