namespace TradingBlazor.Api;

/// <summary>
/// Pages of a list that has its newest first: <c>limit</c> says how many, <c>cursor</c> names the last one of the page before. The header <c>Link</c> of
/// an answer leads to the next page (RFC 8288). What is added meanwhile comes before the first page, so nothing is told twice and nothing left out.
/// </summary>
internal static class Paging
{
    /// <summary>The page after a cursor.</summary>
    /// <param name="all">The list, newest first.</param>
    /// <param name="key">Names an item.</param>
    /// <param name="cursor">The last item of the page before; null for the first page.</param>
    /// <param name="limit">Items of a page.</param>
    /// <param name="request">The request.</param>
    /// <param name="page">The page.</param>
    /// <returns>The answer when the cursor is none of the list.</returns>
    public static ProblemResult? Slice<T>(IEnumerable<T> all, Func<T, string> key, string? cursor, int limit, HttpRequest request, out T[] page)
    {
        page = [];
        bool isFound = cursor is null;
        var taken = new List<T>(Math.Min(limit, 1_024));
        bool hasMore = false;
        foreach (T item in all)
        {
            if (!isFound)
            {
                isFound = key(item) == cursor;
                continue;
            }
            if (taken.Count == limit)
            {
                hasMore = true;
                break;
            }
            taken.Add(item);
        }
        if (!isFound) return ProblemResult.Invalid("cursor", $"'cursor' is '{cursor}', which is not in this list. Take the one of the header Link, or leave it out to begin with the newest.");
        page = [.. taken];
        if (!hasMore) return null;
        IEnumerable<string> others = request.Query.Where(q => q.Key != "cursor").SelectMany(q => q.Value.Select(v => $"{Uri.EscapeDataString(q.Key)}={Uri.EscapeDataString(v ?? "")}"));
        request.HttpContext.Response.Headers.Link = $"<{request.Path}?{string.Join('&', others.Append($"cursor={Uri.EscapeDataString(key(page[^1]))}"))}>; rel=\"next\"";
        return null;
    }
}
