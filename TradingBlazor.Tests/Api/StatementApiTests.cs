using System.Net;
using System.Text;
using System.Text.Json;
using TradingBlazor.Hosting;
using TradingCore.Domain;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.Api;

public sealed class StatementApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData("?preview=true", true)]
    [InlineData("", false)]
    public async Task A_statement_is_read_and_what_became_of_it_is_told_by_contract(string query, bool isPreview)
    {
        host.Commands.Statement = new StatementResult(CommandOutcome.Accepted, "One execution is booked.", [new StatementContract(new AccountId("DU1234567"), "SPY", 0, 1, 50m, StatementVerdict.Booked, "")]);

        (HttpStatusCode status, JsonElement body) = await PostAsync(ApiExamples.Requests["BookStatement"], query);

        Assert.Equal((HttpStatusCode.OK, isPreview, "DU1234567 20261101 to 20261120"), (status, body.GetProperty("isPreview").GetBoolean(), body.GetProperty("period").GetString()));
        JsonElement contract = Assert.Single(body.GetProperty("contracts").EnumerateArray());
        Assert.Equal(("SPY", 1, 50m, "booked"), (contract.GetProperty("symbol").GetString(), contract.GetProperty("new").GetInt32(), contract.GetProperty("quantity").GetDecimal(), contract.GetProperty("verdict").GetString()));
        object?[] call = [.. host.Commands.Calls.TakeLast(3)];
        Assert.Equal(("0000e0d5.67fe667b.01.01", isPreview), (Assert.Single((IReadOnlyList<Fill>)call[0]!).ExecId.Value, call[1]));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("")]
    [InlineData("<html/>")]
    public async Task What_is_no_statement_is_refused_with_what_was_expected(string text)
    {
        (HttpStatusCode status, JsonElement body) = await PostAsync(text, "");

        Assert.Equal((HttpStatusCode.BadRequest, "notAStatement"), (status, body.GetProperty("code").GetString()));
        Assert.Contains("Activity Flex Query", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_of_another_kind_is_told_the_kind_that_is_expected()
    {
        using HttpResponseMessage answer = await host.Http.PostAsync(new Uri("api/v1/executions/statement", UriKind.Relative), new StringContent("a,b", Encoding.UTF8, "text/csv"), ApiHost.Stop);

        Assert.Equal((HttpStatusCode.UnsupportedMediaType, "notXml"), (answer.StatusCode, (await ApiHost.BodyAsync(answer)).GetProperty("code").GetString()));
    }

    // Far more than other requests may have, and not without end.
    [Theory]
    [InlineData(2, HttpStatusCode.OK)]
    [InlineData(17, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_statement_of_some_MiB_is_read_and_a_larger_one_is_refused(int mib, HttpStatusCode expected)
    {
        host.Commands.Statement = new StatementResult(CommandOutcome.Accepted, "Nothing is booked.", []);

        (HttpStatusCode status, JsonElement body) = await PostAsync(ApiExamples.Requests["BookStatement"] + new string(' ', mib * 1024 * 1024), "");

        Assert.Equal(expected, status);
        if (expected != HttpStatusCode.OK) Assert.Contains("16 MiB", body.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(string text, string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"api/v1/executions/statement{query}") { Content = new StringContent(text, Encoding.UTF8, "application/xml") };
        // So that what is too large is refused before it is sent.
        request.Headers.ExpectContinue = true;
        using HttpResponseMessage answer = await host.Http.SendAsync(request, ApiHost.Stop);
        return (answer.StatusCode, await ApiHost.BodyAsync(answer));
    }
}
