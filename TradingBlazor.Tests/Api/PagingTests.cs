using System.Net;
using System.Text;
using System.Text.Json;
using TradingCore.Domain;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.Api;

/// <summary>Pages of lists, and tags that save what is known already.</summary>
public sealed class PagingTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_list_is_read_page_by_page_and_what_comes_meanwhile_shifts_nothing()
    {
        host.View.Orders = [.. Enumerable.Range(1, 7).Select(i => Given.Order($"TB-{i}"))];

        (string[] first, string? next) = await PageAsync("/api/v1/orders?limit=3&state=open");
        host.View.Orders = [Given.Order("TB-new"), .. host.View.Orders.Select(o => o.OrderRef.Value == "TB-3" ? o with { State = OrderState.Filled } : o)];
        (string[] second, string? third) = await PageAsync(next!);
        (string[] last, string? end) = await PageAsync(third!);

        Assert.Equal(["TB-1", "TB-2", "TB-3"], first);
        Assert.Equal(["TB-4", "TB-5", "TB-6"], second);
        Assert.Equal(["TB-7"], last);
        Assert.Null(end);
    }

    [Fact]
    public async Task A_cursor_that_is_none_is_refused()
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/executions?cursor=nothing");

        Assert.Equal(400, status);
        Assert.Contains("'cursor' is 'nothing'", body.GetProperty("errors").GetProperty("cursor")[0].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_an_answer_already_is_not_sent_it_again()
    {
        host.View.Orders = [Given.Order()];
        using HttpResponseMessage first = await host.Http.GetAsync("/api/v1/orders/TB-1", ApiHost.Stop);

        using HttpResponseMessage same = await AskAsync(first.Headers.ETag!.Tag);
        host.View.Orders = [Given.Order() with { Filled = 1m }];
        using HttpResponseMessage changed = await AskAsync(first.Headers.ETag!.Tag);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified, HttpStatusCode.OK), (first.StatusCode, same.StatusCode, changed.StatusCode));
        Assert.Empty(await same.Content.ReadAsByteArrayAsync(ApiHost.Stop));
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);

        async Task<HttpResponseMessage> AskAsync(string tag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/orders/TB-1");
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            return await host.Http.SendAsync(request, ApiHost.Stop);
        }
    }

    [Fact]
    public async Task An_order_that_changed_since_it_was_read_is_not_modified()
    {
        host.View.Orders = [Given.Order()];
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "");
        using HttpResponseMessage read = await host.Http.GetAsync("/api/v1/orders/TB-1", ApiHost.Stop);
        string tag = read.Headers.ETag!.Tag;

        host.Commands.Calls.Clear();
        (HttpStatusCode unchanged, _) = await ModifyAsync(tag);
        object? version = host.Commands.Calls[^1];
        host.View.Orders = [Given.Order() with { LimitPrice = 400m }];
        int calls = host.Commands.Calls.Count;
        (HttpStatusCode changed, _) = await ModifyAsync(tag);
        (HttpStatusCode gone, _) = await ModifyAsync(tag, "TB-9");
        int after = host.Commands.Calls.Count;
        (HttpStatusCode any, _) = await ModifyAsync("*");

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.PreconditionFailed, HttpStatusCode.NotFound, HttpStatusCode.Accepted), (unchanged, changed, gone, any));
        Assert.Equal((Given.Order().Version, calls), ((long)version!, after));
        Assert.Null(host.Commands.Calls[^1]);
    }

    [Fact]
    public async Task A_change_that_the_engine_finds_to_be_of_an_older_version_is_answered_412_with_its_sentence()
    {
        host.View.Orders = [Given.Order()];
        using HttpResponseMessage read = await host.Http.GetAsync("/api/v1/orders/TB-1", ApiHost.Stop);
        host.Commands.Result = new CommandResult(CommandOutcome.ChangedMeanwhile, "The order 'TB-1' has changed since it was read.", Given.Order());

        (HttpStatusCode status, JsonElement body) = await ModifyAsync(read.Headers.ETag!.Tag);

        Assert.Equal((HttpStatusCode.PreconditionFailed, "changedMeanwhile"), (status, body.GetProperty("code").GetString()));
        Assert.Equal("The order 'TB-1' has changed since it was read.", body.GetProperty("detail").GetString());
    }

    private async Task<(HttpStatusCode Status, JsonElement Body)> ModifyAsync(string match, string order = "TB-1")
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/orders/{order}") { Content = new StringContent("""{"quantity":50}""", Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("If-Match", match);
        using HttpResponseMessage response = await host.Http.SendAsync(request, ApiHost.Stop);
        return (response.StatusCode, await ApiHost.BodyAsync(response));
    }

    private async Task<(string[] Ids, string? Next)> PageAsync(string path)
    {
        using HttpResponseMessage response = await host.Http.GetAsync(path, ApiHost.Stop);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string? link = response.Headers.TryGetValues("Link", out IEnumerable<string>? links) ? links.Single() : null;
        return ([.. (await ApiHost.BodyAsync(response)).EnumerateArray().Select(o => o.GetProperty("id").GetString()!)], link is null ? null : link[1..link.IndexOf('>')]);
    }
}
