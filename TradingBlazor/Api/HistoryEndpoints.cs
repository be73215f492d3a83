using System.Net.Mime;
using Microsoft.Net.Http.Headers;
using TradingBlazor.Api.Model;
using TradingCore.Persistence;
using TradingCore.Persistence.Export;
using TradingCore.Persistence.History;

namespace TradingBlazor.Api;

/// <summary>Search in everything that was ever traded, and its export. Read from the database, never from the engine.</summary>
internal static class HistoryEndpoints
{
    private const int LimitUsual = 200;
    private const int LimitMax = 5_000;
    private const string Csv = "text/csv";
    private const string Parquet = "application/vnd.apache.parquet";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/executions", GetExecutionsAsync).WithName("GetHistoryExecutions").Produces<HistoryPageDto<HistoryExecutionDto>>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapGet("/orders", GetOrdersAsync).WithName("GetHistoryOrders").Produces<HistoryPageDto<OrderDto>>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Executions, newest first, a page at a time; or all that match as a file.</summary>
    /// <param name="symbol">Name of the contract.</param>
    /// <param name="from">Earliest time, included; UTC when no offset is named.</param>
    /// <param name="to">Latest time, not included.</param>
    /// <param name="strategy">Strategy; empty for orders of people.</param>
    /// <param name="account">Account.</param>
    /// <param name="side"><c>BUY</c> or <c>SELL</c>.</param>
    /// <param name="limit">Rows of a page; 200 when left out.</param>
    /// <param name="cursor">The <c>next</c> of the page before.</param>
    /// <param name="format"><c>json</c>, <c>csv</c> or <c>parquet</c>; the header <c>Accept</c> says it, too. A file holds everything that matches.</param>
    /// <param name="search">Reads the history.</param>
    /// <param name="request">The request.</param>
    private static Task<IResult> GetExecutionsAsync(
        string? symbol, string? from, string? to, string? strategy, string? account, string? side, string? limit, string? cursor, string? format,
        HistorySearch search, HttpRequest request) =>
        AnswerAsync(
            new HistoryQuery(symbol, from, to, strategy, account, side, null, limit, cursor, format ?? Wanted(request)), "executions", request, ExportColumns.Executions,
            search.ExecutionsAsync, search.AllExecutionsAsync, HistoryExecutionDto.Of);

    /// <summary>Orders as they last were, newest first, a page at a time; or all that match as a file.</summary>
    /// <param name="symbol">Name of the contract.</param>
    /// <param name="from">Earliest time of acceptance, included; UTC when no offset is named.</param>
    /// <param name="to">Latest time of acceptance, not included.</param>
    /// <param name="strategy">Strategy; empty for orders of people.</param>
    /// <param name="account">Account.</param>
    /// <param name="side"><c>BUY</c> or <c>SELL</c>.</param>
    /// <param name="state">States with commas between; all when left out.</param>
    /// <param name="limit">Rows of a page; 200 when left out.</param>
    /// <param name="cursor">The <c>next</c> of the page before.</param>
    /// <param name="format"><c>json</c>, <c>csv</c> or <c>parquet</c>; the header <c>Accept</c> says it, too. A file holds everything that matches.</param>
    /// <param name="search">Reads the history.</param>
    /// <param name="request">The request.</param>
    private static Task<IResult> GetOrdersAsync(
        string? symbol, string? from, string? to, string? strategy, string? account, string? side, string? state, string? limit, string? cursor, string? format,
        HistorySearch search, HttpRequest request) =>
        AnswerAsync(
            new HistoryQuery(symbol, from, to, strategy, account, side, state, limit, cursor, format ?? Wanted(request)), "orders", request, ExportColumns.Orders,
            search.OrdersAsync, search.AllOrdersAsync, o => OrderDto.Of(o, withHistory: false));

    private static async Task<IResult> AnswerAsync<TRow, TDto>(
        HistoryQuery query, string name, HttpRequest request, IReadOnlyList<ExportColumn<TRow>> columns,
        Func<HistoryFilter, HistoryCursor?, int, CancellationToken, Task<HistoryPage<TRow>>> page, Func<HistoryFilter, CancellationToken, IAsyncEnumerable<TRow>> all, Func<TRow, TDto> dto)
    {
        if (query.Read(LimitUsual, LimitMax, out HistoryFilter filter, out HistoryCursor? after, out int limit) is { } wrong) return wrong;
        CancellationToken stop = request.HttpContext.RequestAborted;
        try
        {
            switch (query.Format)
            {
                case "csv":
                    return await FileAsync(name, "csv", Csv, to => CsvExport.WriteAsync(to, columns, all(filter, stop), stop), stop);
                case "parquet":
                    return await FileAsync(name, "parquet", Parquet, to => ParquetExport.WriteAsync(to, columns, all(filter, stop), stop), stop);
                default:
                    HistoryPage<TRow> read = await page(filter, after, limit, stop);
                    return TypedResults.Ok(new HistoryPageDto<TDto>([.. read.Items.Select(dto)], read.Next?.ToString()));
            }
        }
        catch (PersistenceException e)
        {
            return ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "historyUnavailable", "The history cannot be read now.", e.Message);
        }
    }

    // Through a file that nobody else sees and that goes by itself: a database that fails in the middle is told as a problem instead of as half a file.
    private static async Task<IResult> FileAsync(string name, string extension, string type, Func<Stream, Task> write, CancellationToken stop)
    {
        var file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"tradingblazor-{Guid.NewGuid():N}.{extension}"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 64 * 1024,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            await write(file);
            await file.FlushAsync(stop);
            file.Position = 0;
            return TypedResults.Stream(file, type, $"{name}.{extension}");
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    private static string Wanted(HttpRequest request)
    {
        foreach (MediaTypeHeaderValue type in request.GetTypedHeaders().Accept.OrderByDescending(a => a.Quality ?? 1))
        {
            if (type.MediaType.Equals(Csv, StringComparison.OrdinalIgnoreCase)) return "csv";
            if (type.MediaType.Equals(Parquet, StringComparison.OrdinalIgnoreCase)) return "parquet";
            if (type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase)) return "json";
        }
        return "json";
    }
}
