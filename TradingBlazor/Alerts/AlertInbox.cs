using TradingBlazor.Security.Access;
using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>The alerts of the person whose page it is. One for each circuit; on its dispatcher alone.</summary>
internal sealed class AlertInbox(AlertDesk desk, IAlertCommands commands, IMay may, TimeProvider clock)
{
    /// <summary>How long a look at the rights that failed holds the next one off: with the database away every page would ask at every beat.</summary>
    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(2);

    private AlertSnapshot? _shown;
    private Task? _loading;
    private int _rights;
    private long _asked;

    /// <summary>Whose page it is, with the rights as they are now.</summary>
    public AlertViewer Viewer { get; private set; } = AlertViewer.Nobody;

    /// <summary>Alerts that are told to this person, as of the last <see cref="Poll"/>. A new list at every change.</summary>
    public IReadOnlyList<Alert> Told { get; private set; } = [];

    /// <summary>Every active alert that this person may see: for admins also those of others.</summary>
    public IReadOnlyList<Alert> Active { get; private set; } = [];

    /// <summary>All of it.</summary>
    public AlertSnapshot Snapshot => desk.Current;

    /// <summary>Finds out whose page it is; once. Whoever asks meanwhile waits for the same answer, and after one that failed it is asked again.</summary>
    public Task LoadAsync() => _loading is { IsFaulted: false, IsCanceled: false } ? _loading : _loading = ReadAsync();

    private async Task ReadAsync()
    {
        _asked = clock.GetTimestamp();
        int rights = may.Version;
        Viewer = await commands.ViewerAsync();
        _rights = rights;
        _shown = null;
        TakeOver();
    }

    /// <summary>Takes over what is new; cheap when nothing is.</summary>
    public void Poll()
    {
        // An admin who is none any more sees the alerts of others no longer, also on a page that stays open for days. One that failed is asked again some time later.
        if (_loading is { IsCompleted: true } && _rights != may.Version && (_loading.IsCompletedSuccessfully || clock.GetElapsedTime(_asked) >= AskAgain)) _loading = ReadAsync();
        TakeOver();
    }

    private void TakeOver()
    {
        AlertSnapshot current = desk.Current;
        if (ReferenceEquals(current, _shown)) return;
        _shown = current;
        Told = [.. current.Active.Where(Viewer.IsTold)];
        Active = [.. current.Active.Where(Viewer.MaySee)];
    }
}
