using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using TradingBlazor.Api;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security;

/// <summary>Which addresses may reach the program. Without a rule all may; the own machine always may, because whoever is on it holds the data folder anyway.</summary>
internal sealed class AddressBook(SecurityDatabase database, IAuditLog audit, TimeProvider clock, ILogger<AddressBook> logger) : IDisposable
{
    private const int RulesMax = 500;
    private const int MappedBits = 96;

    private readonly ConcurrentDictionary<HttpContext, IPAddress> _served = new(ReferenceEqualityComparer.Instance);
    private readonly SemaphoreSlim _reading = new(1, 1);
    private ImmutableArray<IPNetwork> _networks = [];
    private DateTimeOffset _readTime = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public void Dispose() => _reading.Dispose();

    /// <summary>True when the address may reach the program.</summary>
    public async ValueTask<bool> IsAllowedAsync(IPAddress? address, CancellationToken stop)
    {
        if (address is null || IPAddress.IsLoopback(address)) return true;
        if (clock.GetUtcNow() - _readTime >= AccessBook.Fresh) await RefreshAsync(stop, isOldOnly: true);
        return IsIn(address, _networks);
    }

    /// <summary>
    /// Serves a request for as long as its address may reach the program. An open page is one long request: a change of the list ends it, or the page would go on
    /// trading from an address that is closed.
    /// </summary>
    public async Task ServeAsync(HttpContext context, IPAddress? address, RequestDelegate next)
    {
        if (address is null || IPAddress.IsLoopback(address))
        {
            await next(context);
            return;
        }
        _served[context] = address;
        try
        {
            // The list may have changed since the address was looked up.
            if (IsIn(address, _networks)) await next(context);
            else context.Abort();
        }
        finally
        {
            _served.TryRemove(context, out _);
        }
    }

    /// <summary>The rules.</summary>
    public async Task<IReadOnlyList<AddressRuleRow>> ListAsync(CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        return await db.AddressRules.AsNoTracking().OrderBy(r => r.Network).ToListAsync(stop);
    }

    /// <summary>Adds a range.</summary>
    /// <param name="network">An address or a range such as <c>10.0.0.0/8</c>.</param>
    /// <param name="note">What it is for.</param>
    /// <param name="editor">Address of the one who edits: a change that would lock that one out is refused.</param>
    /// <param name="by">Who.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>Why not; empty when done.</returns>
    public async Task<string> AddAsync(string network, string note, IPAddress? editor, CommandJudgement by, CancellationToken stop)
    {
        if (!TryParse(network.Trim(), out IPNetwork parsed)) return $"'{network}' is neither an address nor a range. Expected 192.0.2.7, 10.0.0.0/8 or 2001:db8::/32, with no bits set behind the prefix.";
        string text = parsed.ToString();
        await using SecurityContext db = await database.OpenAsync(stop);
        // What is judged is what is changed: another admin, in this process or another, waits.
        await using (IDbContextTransaction alone = await database.BeginAddressesAsync(db, stop))
        {
            List<string> networks = await NetworksAsync(db, stop);
            if (networks.Count >= RulesMax) return $"There are {RulesMax} rules already.";
            if (networks.Contains(text)) return $"{text} is in the list already.";
            if (!StaysIn(editor, [.. networks, text])) return $"This would lock you out: your address {editor} is in no range of the list. Add a range with it first.";
            db.AddressRules.Add(new AddressRuleRow { Network = text, Note = note.Length > 200 ? note[..200] : note, CreatedTime = clock.GetUtcNow() });
            await db.SaveChangesAsync(stop);
            await alone.CommitAsync(stop);
        }
        await RefreshAsync(stop);
        await audit.RecordAsync(by.Entry("address.added", text) with { Reason = note }, stop);
        return "";
    }

    /// <summary>Removes a range.</summary>
    /// <param name="network">The range.</param>
    /// <param name="editor">Address of the one who edits: a change that would lock that one out is refused.</param>
    /// <param name="by">Who.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="isLastSeen">True when the editor has seen it as the only range of the list, and so means to open the program to every address.</param>
    /// <returns>Why not; empty when done.</returns>
    public async Task<string> RemoveAsync(string network, IPAddress? editor, CommandJudgement by, CancellationToken stop, bool isLastSeen = false)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        await using (IDbContextTransaction alone = await database.BeginAddressesAsync(db, stop))
        {
            List<string> networks = await NetworksAsync(db, stop);
            if (!networks.Remove(network)) return $"{network} is not in the list.";
            // An empty list lets everybody in. Two who each remove a range, and see that of the other stay, mean no such thing.
            if (networks.Count == 0 && !isLastSeen) return $"The other ranges were removed meanwhile: {network} is the last one, and without it every address reaches the program. Remove it again if that is what you mean.";
            if (!StaysIn(editor, networks)) return $"This would lock you out: your address {editor} is in no other range of the list. Add one with it first.";
            await db.AddressRules.Where(r => r.Network == network).ExecuteDeleteAsync(stop);
            await alone.CommitAsync(stop);
        }
        await RefreshAsync(stop);
        await audit.RecordAsync(by.Entry("address.removed", network), stop);
        return "";
    }

    /// <summary>Reads an address or a range.</summary>
    internal static bool TryParse(string text, out IPNetwork network)
    {
        // 10.1.2.3/8 is a slip of one of its two halves: taken for 10.0.0.0/8 it would let in more than was meant.
        if (text.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash)
        {
            if (!IPNetwork.TryParse(text, out network) || !IPAddress.TryParse(text.AsSpan(0, slash), out IPAddress? start) || !network.BaseAddress.Equals(start)) return false;
            // An IPv4 address is compared in its own form, so that a range of mapped ones would hold nobody.
            if (network.BaseAddress.IsIPv4MappedToIPv6 && network.PrefixLength >= MappedBits) network = new IPNetwork(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedBits);
            return true;
        }
        network = default;
        if (!IPAddress.TryParse(text, out IPAddress? address)) return false;
        IPAddress plain = Addresses.Plain(address)!;
        network = new IPNetwork(plain, plain.GetAddressBytes().Length * 8);
        return true;
    }

    private static bool StaysIn(IPAddress? editor, IEnumerable<string> networks) =>
        editor is null || IPAddress.IsLoopback(editor) || IsIn(editor, [.. networks.Select(n => TryParse(n, out IPNetwork parsed) ? parsed : default)]);

    private static bool IsIn(IPAddress address, ImmutableArray<IPNetwork> networks) => networks.IsEmpty || networks.Any(n => n.Contains(address));

    private static async Task<List<string>> NetworksAsync(SecurityContext db, CancellationToken stop) => await db.AddressRules.Select(r => r.Network).ToListAsync(stop);

    private async Task RefreshAsync(CancellationToken stop, bool isOldOnly = false)
    {
        // One after the other: what was read before a change must not take the place of what was read after it.
        await _reading.WaitAsync(stop);
        try
        {
            if (isOldOnly && clock.GetUtcNow() - _readTime < AccessBook.Fresh) return;
            ImmutableArray<IPNetwork> networks = [.. (await ListAsync(stop)).Select(r => TryParse(r.Network, out IPNetwork parsed) ? parsed : default)];
            (_networks, _readTime) = (networks, clock.GetUtcNow());
            foreach ((HttpContext open, IPAddress address) in _served)
                if (!IsIn(address, networks)) open.Abort();
        }
        catch (Exception e) when (_readTime != DateTimeOffset.MinValue && e is not OperationCanceledException)
        {
            logger.AccessNotRead(e.Message);
        }
        finally
        {
            _reading.Release();
        }
    }
}

/// <summary>Refuses addresses that are not on the list, before anything else is read of a request.</summary>
internal sealed class AddressGuard(RequestDelegate next, AddressBook book, ILogger<AddressGuard> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        IPAddress? address = Addresses.Plain(context.Connection.RemoteIpAddress);
        if (await book.IsAllowedAsync(address, context.RequestAborted))
        {
            await book.ServeAsync(context, address, next);
            return;
        }
        logger.AddressRefused(Addresses.Of(context));
        await ProblemResult.Of(StatusCodes.Status403Forbidden, "addressRefused", "This address is not served.", "An admin keeps the list of addresses on the page /settings/addresses.").ExecuteAsync(context);
    }
}
