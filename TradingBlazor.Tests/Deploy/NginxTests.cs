using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using TradingBlazor.Tests.Harness;
using TradingCore.Tests.Architecture;

namespace TradingBlazor.Tests.Deploy;

/// <summary>The site as it is in the repository, in a real nginx; only the port in front and the address behind are the test's own.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class NginxTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nginx_accepts_the_site()
    {
        using var folder = new TemporaryFolder();
        string configuration = Configuration(folder, Loopback.FreePort(), "127.0.0.1:5080");

        await using ChildProcess check = Start(folder, "-t", "-c", configuration);
        int code = await check.WaitForExitAsync(Stop);

        Assert.True(code == 0, check.Output);
    }

    [Theory]
    [InlineData("deploy/nginx/tradingblazor.conf", "client_max_body_size ")]
    [InlineData("deploy/nginx/tradingblazor-tls.conf", "client_max_body_size ")]
    [InlineData("deploy/nginx/tradingblazor-cluster.conf", "client_max_body_size ")]
    [InlineData("deploy/kubernetes/web.yaml", "nginx.ingress.kubernetes.io/proxy-body-size: ")]
    public void The_largest_statement_that_the_program_takes_passes_nginx(string file, string name)
    {
        string text = File.ReadAllText(RepositoryFiles.PathOf(file));
        int start = text.IndexOf(name, StringComparison.Ordinal) + name.Length;
        int mebibytes = int.Parse(text.AsSpan(start, text.IndexOf('m', start) - start), System.Globalization.CultureInfo.InvariantCulture);

        Assert.True(mebibytes * 1024L * 1024 > TradingCore.Tws.Statements.FlexStatement.BytesMax, $"{file} lets {mebibytes} MiB pass.");
    }

    [Fact]
    public async Task Nginx_accepts_the_site_over_TLS()
    {
        using var folder = new TemporaryFolder();
        string configuration = Configuration(folder, Loopback.FreePort(), "127.0.0.1:5080", "tradingblazor-tls.conf");
        await using ChildProcess key = ChildProcess.Start("openssl", "openssl",
            ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-keyout", Path.Combine(folder.Path, "tls-key"), "-out", Path.Combine(folder.Path, "tls-certificate")]);
        Assert.Equal(0, await key.WaitForExitAsync(Stop));

        await using ChildProcess check = Start(folder, "-t", "-c", configuration);
        int code = await check.WaitForExitAsync(Stop);

        Assert.True(code == 0, check.Output);
    }

    [Fact]
    public async Task A_live_page_reaches_the_app_through_nginx()
    {
        using var folder = new TemporaryFolder();
        await using WebApplication app = await ServeEchoAsync();
        int port = Loopback.FreePort();
        await using ChildProcess nginx = Start(folder, "-c", Configuration(folder, port, new Uri(app.Urls.Single()).Authority), "-g", "daemon off;");
        await Until.TrueAsync("nginx to listen", () => Loopback.AcceptsAsync(port, Stop), Stop);
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), Stop);
        await socket.SendAsync("tick"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Stop);
        byte[] buffer = new byte[100];
        WebSocketReceiveResult answer = await socket.ReceiveAsync(buffer, Stop);

        Assert.Equal("tick"u8.ToArray(), buffer[..answer.Count]);
    }

    [Fact]
    public async Task A_web_process_that_stands_still_is_left_for_the_other_one_by_everything_but_orders()
    {
        using var folder = new TemporaryFolder();
        await using WebApplication living = await Loopback.ServeAsync(context => context.Response.WriteAsync($"{context.Request.Method} {context.Request.Path}", Stop), Stop);
        // Its connections are taken by the operating system, as those of a process that is stopped are, and nobody reads them.
        using var still = new TcpListener(IPAddress.Loopback, 0);
        still.Start(backlog: 200);
        int port = Loopback.FreePort();
        string configuration = Configuration(folder, port, "", "tradingblazor-cluster.conf");
        string site = Path.Combine(folder.Path, "site.conf"), text = await File.ReadAllTextAsync(site, Stop);
        // Everything at a tenth of its time.
        text = Regex.Replace(text, @"(_timeout )(\d+)s;", m => $"{m.Groups[1].Value}{int.Parse(m.Groups[2].ValueSpan, CultureInfo.InvariantCulture) * 100}ms;").Replace("fail_timeout=20s", "fail_timeout=2s", StringComparison.Ordinal);
        await File.WriteAllTextAsync(site, text.Replace("127.0.0.1:5081", new Uri(living.Urls.Single()).Authority, StringComparison.Ordinal).Replace("127.0.0.1:5082", still.LocalEndpoint.ToString(), StringComparison.Ordinal), Stop);
        await using ChildProcess nginx = Start(folder, "-c", configuration, "-g", "daemon off;");
        await Until.TrueAsync("nginx to listen", () => Loopback.AcceptsAsync(port, Stop), Stop);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = ChildProcess.Patience };

        // Of so many browsers some belong to each process.
        string[] asked = ["GET /orders", "POST /_blazor/negotiate", "POST /hubs/stream/negotiate", "GET /api/v1/orders", "DELETE /api/v1/orders/1"];
        foreach (string what in asked)
            Assert.All(await Task.WhenAll(Enumerable.Range(0, 16).Select(i => AskAsync(http, what, i))), a => Assert.Equal((HttpStatusCode.OK, what), a));
        (HttpStatusCode Status, string Text)[] orders = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => AskAsync(http, "POST /api/v1/orders", i)));

        Assert.Contains(orders, o => o == (HttpStatusCode.OK, "POST /api/v1/orders"));
        Assert.All(orders, o => Assert.True(o.Status is HttpStatusCode.OK or HttpStatusCode.GatewayTimeout, o.ToString()));
    }

    private static async Task<(HttpStatusCode Status, string Text)> AskAsync(HttpClient http, string what, int browser)
    {
        string[] words = what.Split(' ');
        using var request = new HttpRequestMessage(new HttpMethod(words[0]), new Uri(words[1], UriKind.Relative));
        request.Headers.Add("Cookie", $"tb_route={browser:x32}");
        using HttpResponseMessage answer = await http.SendAsync(request, Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    private static ChildProcess Start(TemporaryFolder folder, params string[] arguments) =>
        ChildProcess.Start("nginx", File.Exists("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx", ["-p", folder.Path, "-e", "stderr", .. arguments]);

    private static string Configuration(TemporaryFolder folder, int port, string app, string file = "tradingblazor.conf")
    {
        string site = File.ReadAllText(RepositoryFiles.PathOf($"deploy/nginx/{file}"))
            .Replace("listen 8080;", $"listen 127.0.0.1:{port};", StringComparison.Ordinal)
            .Replace("listen 8443 ssl;", $"listen 127.0.0.1:{port} ssl;", StringComparison.Ordinal)
            .Replace("/run/secrets/", folder.Path + "/", StringComparison.Ordinal)
            .Replace("server 127.0.0.1:5080;", $"server {app};", StringComparison.Ordinal);
        string[] temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        File.WriteAllText(Path.Combine(folder.Path, "site.conf"), site);
        string path = Path.Combine(folder.Path, "nginx.conf");
        File.WriteAllText(path, $$"""
            pid {{folder.Path}}/nginx.pid;
            worker_processes 1;
            events { worker_connections 64; }
            http {
                access_log off;
                {{string.Join('\n', temporary.Select(t => $"{t}_temp_path {folder.Path}/{t};"))}}
                include site.conf;
            }
            """);
        return path;
    }

    private static Task<WebApplication> ServeEchoAsync() => Loopback.ServeAsync(
        async context =>
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync();
            byte[] buffer = new byte[100];
            WebSocketReceiveResult received = await socket.ReceiveAsync(buffer, Stop);
            await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, Stop);
        },
        Stop);
}
