using System.Globalization;
using TradingCore.Hosting;
using TradingCore.Tws;
using TradingCore.Tws.Guarding;

namespace TradingBlazor.Hosting;

/// <summary><c>TradingBlazor -- guard --Tws:Port=4002 [--Guard:Url=...]</c>: cancels every order when the trading program stops answering. Runs until it is stopped.</summary>
internal static class GuardCommand
{
    /// <summary>First word of the command.</summary>
    public const string Word = "guard";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Guards until <c>SIGTERM</c> or Ctrl+C.</summary>
    /// <param name="args">The command line after the word.</param>
    /// <param name="output">Where it tells what happens.</param>
    /// <param name="errors">Where the reason goes when it cannot start.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Exit code: 0 after an ordered stop, 2 when a setting is wrong.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken stop = default)
    {
        var configuration = new ConfigurationManager();
        DeskSettings.AddSources(configuration, args);
        var reader = new SettingsReader(configuration);
        GuardOptions options = reader.Read<GuardOptions>(GuardOptions.Section);
        TwsOptions tws = reader.Read<TwsOptions>(TwsOptions.Section);
        if (!reader.IsSet($"{TwsOptions.Section}:{nameof(TwsOptions.Port)}")) reader.Add("Tws:Port is not set. The guard needs the gateway's own address, such as --Tws:Port=4002; the embedded simulator dies with its program.");
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https")) reader.Add($"Guard:Url is '{options.Url}'. Expected the address of the trading program, such as http://localhost:5080.");
        if (options.ClientId == tws.ClientId) reader.Add($"Guard:ClientId is {options.ClientId}, as Tws:ClientId. Expected an id that nothing else uses.");
        if (reader.Problems.Count > 0)
        {
            foreach (string problem in reader.Problems) await errors.WriteLineAsync($"The guard cannot start: {problem}");
            return 2;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using PosixEnd end = new(ending.Cancel);
        using var http = new HttpClient { BaseAddress = url, Timeout = Patience };
        // By this the trading program knows that it is guarded, and alerts admins when the guard falls silent.
        http.DefaultRequestHeaders.Add(Api.HealthEndpoints.GuardHeader, "1");
        var guard = new DeadManGuard(options, tws.Host, tws.Port, token => IsAliveAsync(http, token), Say, TimeProvider.System);
        await guard.RunAsync(ending.Token);
        return 0;

        void Say(string text) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss'Z'} {text}"));
    }

    private static async Task<bool> IsAliveAsync(HttpClient http, CancellationToken stop)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri("health", UriKind.Relative), stop);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return false;
        }
    }
}
