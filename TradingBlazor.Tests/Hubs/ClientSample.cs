using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MessagePack;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace TradingBlazor.Samples;

/// <summary>A program that sends orders and follows what becomes of them.</summary>
public sealed class DeskClient(Uri address, string key) : IAsyncDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = address, DefaultRequestHeaders = { { "X-Api-Key", key } } };
    private readonly HubConnection _hub = new HubConnectionBuilder()
        .WithUrl(new Uri(address, "hubs/stream"), o => o.Headers["X-Api-Key"] = key)
        .AddMessagePackProtocol()
        .Build();

    /// <summary>Sends an order. Sent again with the same key it is the same order, so it may be repeated whenever no answer came.</summary>
    public async Task<JsonElement> SubmitAsync(object order, string idempotencyKey, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders") { Content = JsonContent.Create(order) };
                request.Headers.Add("Idempotency-Key", idempotencyKey);
                using HttpResponseMessage response = await _http.SendAsync(request, stop);
                // 429: too fast. 503: not known, or not now. 502 and 504: a proxy in front got no answer. All are asked again with the same key; everything else is an answer.
                if ((int)response.StatusCode is not (429 or 502 or 503 or 504))
                {
                    JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>(stop);
                    if (response.IsSuccessStatusCode) return answer;
                    throw new InvalidOperationException($"{answer.GetProperty("code")}: {answer.GetProperty("detail")}");
                }
                await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.FromSeconds(1), TimeProvider.System, stop);
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, stop);
            }
        }
    }

    /// <summary>Everything that happens to orders, without a gap: after a lost connection it goes on from the last number.</summary>
    public async IAsyncEnumerable<OrderNews> FollowOrdersAsync([EnumeratorCancellation] CancellationToken stop)
    {
        string run = "";
        long sequence = 0;
        while (true)
        {
            IAsyncEnumerator<StreamItem<OrderNews>>? items = null;
            try
            {
                while (true)
                {
                    StreamItem<OrderNews> item;
                    try
                    {
                        if (items is null)
                        {
                            if (_hub.State == HubConnectionState.Disconnected) await _hub.StartAsync(stop);
                            items = (run.Length == 0 ? _hub.StreamAsync<StreamItem<OrderNews>>("Orders", stop) : _hub.StreamAsync<StreamItem<OrderNews>>("OrdersAfter", run, sequence, stop)).GetAsyncEnumerator(stop);
                        }
                        if (!await items.MoveNextAsync()) break;
                        item = items.Current;
                    }
                    catch (Exception) when (!stop.IsCancellationRequested)
                    {
                        break; // Lost, or cut off for being too slow: come back below.
                    }
                    (run, sequence) = (item.Run, item.Sequence);
                    // After "snapshot" what was known before does not count any more; "resumed" and "changes" go on from it.
                    foreach (OrderNews news in item.Items) yield return news;
                }
            }
            finally
            {
                if (items is not null) await items.DisposeAsync();
            }
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System, stop);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _hub.DisposeAsync();
    }
}

/// <summary>An item of a stream.</summary>
[MessagePackObject]
public sealed class StreamItem<T>
{
    [Key("run")] public string Run { get; set; } = "";
    [Key("sequence")] public long Sequence { get; set; }
    [Key("kind")] public string Kind { get; set; } = "";
    [Key("note")] public string Note { get; set; } = "";
    [Key("sentTime")] public long SentTime { get; set; }
    [Key("items")] public T[] Items { get; set; } = [];
}

/// <summary>Something that happened to an order. Decimals come as texts and are read exactly; times are microseconds since 1970.</summary>
[MessagePackObject]
public sealed class OrderNews
{
    [Key("kind")] public string Kind { get; set; } = "";
    [Key("time")] public long Time { get; set; }
    [Key("symbol")] public string Symbol { get; set; } = "";
    [Key("order")] public OrderState? Order { get; set; }
}

/// <summary>An order, as much of it as the program needs.</summary>
[MessagePackObject]
public sealed class OrderState
{
    [Key("id")] public string Id { get; set; } = "";
    [Key("state")] public string State { get; set; } = "";
    [Key("filled")] public decimal Filled { get; set; }
    [Key("averageFillPrice")] public decimal? AverageFillPrice { get; set; }
}
