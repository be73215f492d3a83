using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Serilog.Events;
using TradingBlazor.Telemetry;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Telemetry;

/// <summary>A server of the log that does not take what it is sent: whoever runs the program is told there, not only whoever looks for a line in vain.</summary>
public sealed class LogServerTests
{
    private const string Refused = """{"took":3,"errors":true,"items":[{"create":{"_index":"logs","status":400,"error":{"type":"document_parsing_exception","reason":"failed to parse field [labels.Port]"}}}]}""";

    [Theory]
    [InlineData("--Logs:Seq:Url={0}/seq", 401, "", "Seq at ", "401")]
    [InlineData("--Logs:Elastic:Url={0}/elastic", 403, "", "Elasticsearch at ", "403")]
    [InlineData("--Logs:Elastic:Url={0}/elastic", 200, Refused, "Elasticsearch at ", "failed to parse field [labels.Port]")]
    [InlineData("--Telemetry:Otlp:Endpoint={0}", 404, "", "The collector at ", "404")]
    public async Task A_server_that_does_not_take_the_log_is_told_of_in_the_log_itself(string setting, int status, string answer, string server, string cause)
    {
        await using WebApplication away = await Loopback.ServeAsync(
            async context =>
            {
                await context.Request.Body.CopyToAsync(Stream.Null);
                context.Response.StatusCode = status;
                await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer));
            },
            ApiHost.Stop);
        string[] settings = [string.Format(System.Globalization.CultureInfo.InvariantCulture, setting, away.Urls.Single()), .. setting.Contains("Otlp", StringComparison.Ordinal) ? (string[])["--Telemetry:Otlp:Transport=Http", "--Telemetry:Otlp:Logs=true"] : []];
        await using var host = new ApiHost { Settings = settings };
        await host.InitializeAsync();
        LogTail tail = host.Services.GetRequiredService<LogTail>();

        LogLine told = await Until.NotNullAsync("a word about the server", () => Task.FromResult(tail.Newest(LogEventLevel.Warning).FirstOrDefault(l => l.Text.StartsWith(server, StringComparison.Ordinal))), ApiHost.Stop);

        Assert.Contains("does not take the log", told.Text, StringComparison.Ordinal);
        Assert.Contains(cause, told.Text, StringComparison.Ordinal);
    }
}
