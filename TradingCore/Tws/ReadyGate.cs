using TradingCore.Domain;

namespace TradingCore.Tws;

/// <summary>
/// A connection is ready when the gateway has told its accounts and its next order id; they come in either order. Requests before that may be
/// dropped by the gateway. Used under the gateway's lock.
/// </summary>
/// <param name="wanted">Accounts to use; empty means all.</param>
/// <param name="onReady">Called once per connection with accounts and order id.</param>
/// <param name="onNextValidId">Called for every further order id.</param>
/// <param name="onRefused">Called when none of the wanted accounts is there; says why.</param>
internal sealed class ReadyGate(IReadOnlyCollection<string> wanted, Action<IReadOnlyList<AccountId>, int> onReady, Action<int> onNextValidId, Action<string> onRefused)
{
    private IReadOnlyList<AccountId>? _accounts;
    private int? _orderId;
    private bool _isReady;

    /// <summary>A new connection starts.</summary>
    public void Reset()
    {
        _accounts = null;
        _orderId = null;
        _isReady = false;
    }

    /// <summary>True once both were told.</summary>
    public bool IsReady => _isReady;

    /// <summary>The accounts of the login.</summary>
    /// <param name="list">Comma list; may end with a comma.</param>
    public void OnAccounts(string list)
    {
        AccountId[] all = [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(a => new AccountId(a))];
        AccountId[] used = wanted.Count == 0 ? all : [.. all.Where(a => wanted.Contains(a.Value))];
        if (used.Length == 0)
        {
            onRefused(all.Length == 0
                ? "the login has no account"
                : $"Tws:Accounts names none of the login's accounts ({string.Join(", ", all.Select(a => a.Masked))}); correct the setting or log in with the right user");
            return;
        }
        _accounts = used;
        Check();
    }

    /// <summary>The next order id.</summary>
    public void OnNextValidId(int orderId)
    {
        _orderId = orderId;
        if (_isReady) onNextValidId(orderId);
        else Check();
    }

    private void Check()
    {
        if (_isReady || _accounts is null || _orderId is not { } orderId) return;
        _isReady = true;
        onReady(_accounts, orderId);
    }
}
