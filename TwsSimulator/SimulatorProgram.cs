using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Net;
using TwsSimulator.Inspection;

namespace TwsSimulator;

/// <summary>The command line: <c>serve</c> runs a gateway until it is stopped, <c>decode</c> shows what is in frames.</summary>
internal static class SimulatorProgram
{
    private const int DefaultPort = 7500;

    /// <summary>Runs the program; 0 when all went well, 1 after one sentence on the error stream.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("A simulated IB gateway for any TWS API client: a market, orders and an account, without IB.") { ServeCommand(), DecodeCommand.Create() };
        ParseResult parsed = root.Parse(args);
        if (parsed.Action is ParseErrorAction wrong)
        {
            // One sentence says more than a page of help; --help prints that.
            wrong.ShowHelp = false;
        }

        return await parsed.InvokeAsync().ConfigureAwait(false);
    }

    private static Command ServeCommand()
    {
        var port = new Option<int>("--port") { Description = "TCP port to listen on; 0 takes a free one.", DefaultValueFactory = _ => DefaultPort };
        var address = new Option<string>("--address") { Description = "Local address to listen on. A gateway has no password: keep it to this machine.", DefaultValueFactory = _ => "127.0.0.1" };
        var seed = new Option<long>("--seed") { Description = "Seed of the market; the same seed gives the same day.", DefaultValueFactory = _ => 1 };
        var symbols = new Option<string>("--symbols") { Description = "Instruments to offer, separated by commas; all when left out.", DefaultValueFactory = _ => "" };
        var replay = new Option<string?>("--replay") { Description = "Folder with files to play instead of the computed market." };
        var speed = new Option<double>("--speed") { Description = "Speed of the replay: 1 is real time, 0 as fast as the clients read.", DefaultValueFactory = _ => 1 };
        var start = new Option<string?>("--start") { Description = "Where the replay starts, e.g. 2013-10-08T10:00:00-04:00." };
        var loop = new Option<bool>("--loop") { Description = "Repeat the replay, with dates moved on by whole weeks." };
        var realHours = new Option<bool>("--real-hours") { Description = "Keep to the exchanges' hours and holidays instead of trading around the clock." };
        var state = new Option<string?>("--state") { Description = "Folder that keeps account, orders and positions over restarts." };
        var latency = new Option<int>("--latency-ms") { Description = "Milliseconds an order needs to reach the market.", DefaultValueFactory = _ => 20 };
        var cash = new Option<decimal>("--cash") { Description = "Dollars a new account is opened with.", DefaultValueFactory = _ => 1_000_000m };
        var accounts = new Option<string>("--accounts") { Description = "Account numbers, separated by commas; several make the login of an advisor.", DefaultValueFactory = _ => new SimulatorOptions().Account };
        var master = new Option<int?>("--master-client-id") { Description = "API client that also gets the orders and fills of all others." };
        var version = new Option<int>("--server-version") { Description = "Highest server version offered, 176 to 200.", DefaultValueFactory = _ => TwsProtocol.ServerVersion.Max };
        var capture = new Option<string?>("--capture") { Description = "File that records all traffic as JSON lines for decode, account numbers masked; appended to." };
        var faults = new Option<string?>("--faults") { Description = "File with a fault script that is played from the start." };
        var admin = new Option<int?>("--admin-port") { Description = "Port on loopback for faults and state over HTTP; 0 takes a free one." };
        var delayed = new Option<string>("--delayed") { Description = "Instruments without live data, separated by commas; * for all.", DefaultValueFactory = _ => "" };
        var pacing = new Option<bool>("--history-pacing") { Description = "Refuse requests for small bars and real-time bars by IB's limits." };
        var rate = new Option<int>("--quotes-per-second") { Description = "Change the quantities of every quote so often in a second, for load tests; 0 to 100." };
        var move = new Option<bool>("--quotes-move") { Description = "Let those changes move the prices too, as trades." };
        var command = new Command("serve", "Listens for TWS API clients until stopped.") { port, address, seed, symbols, replay, speed, start, loop, realHours, state, latency, cash, accounts, master, version, capture, faults, admin, delayed, pacing, rate, move };
        command.SetAction((parsed, stop) => ReportAsync(async () =>
        {
            string[] numbers = parsed.GetValue(accounts)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var options = new SimulatorOptions
            {
                Account = numbers.FirstOrDefault() ?? "",
                MoreAccounts = [.. numbers.Skip(1)],
                Port = parsed.GetValue(port),
                Address = ParseAddress(parsed.GetValue(address)!),
                Seed = parsed.GetValue(seed),
                Symbols = parsed.GetValue(symbols)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                ReplayFolder = parsed.GetValue(replay),
                Speed = parsed.GetValue(speed),
                ReplayStart = ParseStart(parsed.GetValue(start)),
                ReplayLoop = parsed.GetValue(loop),
                RealHours = parsed.GetValue(realHours),
                StateFolder = parsed.GetValue(state),
                OrderLatency = TimeSpan.FromMilliseconds(parsed.GetValue(latency)),
                StartingCash = parsed.GetValue(cash),
                MasterClientId = parsed.GetValue(master),
                ServerVersion = parsed.GetValue(version),
                CaptureFile = parsed.GetValue(capture),
                FaultsFile = parsed.GetValue(faults),
                AdminPort = parsed.GetValue(admin),
                DelayedSymbols = parsed.GetValue(delayed)!.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                HistoryPacing = parsed.GetValue(pacing),
                QuotesPerSecond = parsed.GetValue(rate),
                QuotesMove = parsed.GetValue(move),
            };
            await ServeAsync(options, stop).ConfigureAwait(false);
        }));
        return command;
    }

    private static async Task ServeAsync(SimulatorOptions options, CancellationToken stop)
    {
        SimulatedGateway gateway = await SimulatedGateway.StartAsync(options, TimeProvider.System, null, stop).ConfigureAwait(false);
        await using (gateway.ConfigureAwait(false))
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Simulated gateway listening on {gateway.EndPoint}, account {string.Join(", ", [options.Account, .. options.MoreAccounts])}.")).ConfigureAwait(false);
            if (gateway.AdminEndPoint is { } admin)
                await Console.Out.WriteLineAsync($"Faults and state at http://{admin}/.").ConfigureAwait(false);
            try
            {
                await gateway.Completion.WaitAsync(stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Ctrl-C is the normal way to end.
            }
        }
    }

    private static async Task<int> ReportAsync(Func<Task> run)
    {
        try
        {
            await run().ConfigureAwait(false);
            return 0;
        }
        catch (SimulatorException e)
        {
            await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return 1;
        }
    }

    private static IPAddress ParseAddress(string text)
        => IPAddress.TryParse(text, out IPAddress? address) ? address : throw new SimulatorException($"\"{text}\" is not an IP address; give one such as 127.0.0.1.");

    private static DateTimeOffset? ParseStart(string? text)
    {
        if (text is null)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset start)
            ? start
            : throw new SimulatorException($"\"{text}\" is not a time; give one such as 2013-10-08T10:00:00-04:00.");
    }
}
