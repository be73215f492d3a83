using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using TradingBlazor.Security;
using TradingCore.Domain;
using TradingCore.Hosting;
using TradingCore.Tws.Probing;

namespace TradingBlazor.Hosting.Doctor;

/// <summary>What others reach, and what is reached over the network: ports, certificate, gateway, collectors.</summary>
internal static class NetworkChecks
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>Whether an address can be listened on, or this program does so already.</summary>
    /// <param name="url">As in the settings.</param>
    /// <param name="isRunning">True when this program runs on the data folder.</param>
    /// <param name="stop">Ends the check.</param>
    public static async Task<Finding> PortAsync(string url, bool isRunning, CancellationToken stop)
    {
        const string Check = "ports";
        var address = new Uri(url);
        if (address.Port == 0) return Finding.Ok(Check, $"{url} takes any free port.");
        IPAddress ip = address.Host == "localhost" ? IPAddress.Loopback : IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? named) ? named : IPAddress.Any;
        try
        {
            using var listener = new TcpListener(ip, address.Port) { ExclusiveAddressUse = true };
            listener.Start();
            return Finding.Ok(Check, $"{url} is free.");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            bool? isOurs = isRunning ? await IsOursAsync(address, stop) : false;
            if (isOurs == true) return Finding.Ok(Check, $"{url} is served by the running program.");
            if (isOurs is null) return Finding.Warn(Check, $"{url} is listened on and does not answer within {Patience.TotalSeconds:0} s. The program with the data folder runs, and it may be that one.", "Run the doctor again; if it stays, the program hangs or the machine has too much to do.");
            return Finding.Fail(Check, $"{url} is used by another program.", $"Find it with: ss -ltnp 'sport = :{address.Port}'. Stop it, or choose another port with --urls=http://localhost:5081.");
        }
        catch (SocketException e)
        {
            return Finding.Fail(Check, $"{url} cannot be listened on: {e.Message}", e.SocketErrorCode == SocketError.AccessDenied ? "Ports below 1024 need a right of their own; choose a higher one." : "Choose an address of this machine.");
        }
    }

    /// <summary>The certificate.</summary>
    public static Finding Certificate(SecurityOptions options, string folder, TimeProvider clock)
    {
        const string Check = "certificate";
        if (!options.HasCertificate) return Finding.Ok(Check, "None is set: the desk is served without TLS, on this machine alone.");
        if (options.DevelopmentCertificate)
            return Finding.Warn(Check, $"The self-signed development certificate {(File.Exists(Path.Combine(folder, Certificates.DevelopmentFile)) ? "in the data folder is used" : "is made at the next start")}; browsers warn of it.", "For other machines set Security:CertificatePath.");
        try
        {
            using X509Certificate2 certificate = Certificates.Read(options, clock);
            DateTimeOffset end = certificate.NotAfter.ToUniversalTime();
            string found = string.Create(CultureInfo.InvariantCulture, $"'{options.CertificatePath}' is valid until {end:yyyy-MM-dd}.");
            string[] uncovered = [.. options.Hosts.Where(h => !certificate.MatchesHostname(h))];
            if (certificate.NotBefore.ToUniversalTime() > clock.GetUtcNow().UtcDateTime)
                return Finding.Fail(Check, string.Create(CultureInfo.InvariantCulture, $"'{options.CertificatePath}' is valid only from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd HH:mm} UTC on."), "Look at this machine's clock; if it is right, get a certificate that holds now.");
            if (uncovered.Length > 0) return Finding.Fail(Check, $"{found} It is not for {string.Join(", ", uncovered)}.", "Get one for every name in Security:Hosts, or take the names out there.");
            return end - clock.GetUtcNow() < RenewBefore ? Finding.Warn(Check, found, "Renew it soon.") : Finding.Ok(Check, found);
        }
        catch (StartException e)
        {
            return Finding.Fail(Check, e.Message, "Name the right file in Security:CertificatePath, or renew the certificate.");
        }
    }

    /// <summary>The gateway, by connections of its own that place and subscribe to nothing.</summary>
    /// <param name="settings">Where it is, and what is meant to be behind it.</param>
    /// <param name="isRunning">True when this program runs, so that its client id is in use rightly.</param>
    /// <param name="clock">Clock.</param>
    /// <param name="stop">Ends the check.</param>
    /// <returns>Findings, and the gateway's clock before ours; null when it did not tell.</returns>
    public static async Task<(IReadOnlyList<Finding> Findings, TimeSpan? Clock)> GatewayAsync(DeskSettings settings, bool isRunning, TimeProvider clock, CancellationToken stop)
    {
        const string Check = "gateway";
        if (settings.Simulator.Enabled) return ([Finding.Ok(Check, "The embedded simulator is used; no gateway is needed, and no real money can be traded.")], null);
        TradingCore.Tws.TwsOptions tws = settings.Trading.Tws;
        TradingMode mode = settings.Trading.Trading.Mode;
        ConnectionReport report = await new ConnectionTest(clock).RunAsync(tws.Host, tws.Port, tws.ClientId, isRunning, mode == TradingMode.Simulator ? null : mode == TradingMode.Live, stop);
        return ([.. report.Findings.Select(f => f.Tone switch
        {
            FindingTone.Good => Finding.Ok(Check, f.Sentence),
            FindingTone.Caution => Finding.Warn(Check, f.Sentence, "Trading may be possible all the same; settle it before the open."),
            _ => Finding.Fail(Check, f.Sentence, $"See \"Pointing it at a real gateway\" in docs/operations.md; what is set is Tws:Host={tws.Host}, Tws:Port={tws.Port}, Tws:ClientId={tws.ClientId}."),
        })], report.ClockDifference);
    }

    /// <summary>A server that only watches: it can be away without harm.</summary>
    public static async Task<Finding> WatcherAsync(string setting, string url, CancellationToken stop)
    {
        var address = new Uri(url);
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(address.Host, address.Port, stop).AsTask().WaitAsync(Patience, stop);
            return Finding.Ok("collectors", $"{setting} answers at {address.Host}:{address.Port}.");
        }
        catch (Exception e) when (e is SocketException or TimeoutException)
        {
            return Finding.Warn("collectors", $"{setting} does not answer at {address.Host}:{address.Port}: {e.Message}", "Trading does not need it. Start it, or take the setting out.");
        }
    }

    // Null when nobody answers in time: a machine with much to do is no other program.
    private static async Task<bool?> IsOursAsync(Uri address, CancellationToken stop)
    {
        try
        {
            // The own certificate may be for another name, and nothing but "is it us" is asked.
            using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
            using var http = new HttpClient(handler) { Timeout = Patience };
            string host = IPAddress.TryParse(address.Host.Trim('[', ']'), out IPAddress? ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)) ? "localhost" : address.Host;
            using HttpResponseMessage answer = await http.GetAsync(new UriBuilder(address) { Host = host, Path = "/health" }.Uri, stop);
            string told = await answer.Content.ReadAsStringAsync(stop);
            // One that stands by, and one that stops, are this program as well.
            return ((string[])["ok", "standby", "stopping"]).Any(s => told.Contains($"\"status\":\"{s}\"", StringComparison.Ordinal));
        }
        catch (TaskCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
