using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using TradingBlazor.Components.Alerts;
using TradingBlazor.State.Keys;
using TradingBlazor.State.Watch;
using TradingCore.Persistence;
using TradingCore.Persistence.History;

namespace TradingBlazor.State.Preferences;

/// <summary>
/// What the person at this page has set. Read once, before the first paint, and then kept with the circuit; a change shows at once and is
/// written behind. A database that is away costs the memory of changes, never the page.
/// </summary>
public sealed class DeskPreferences(IPreferenceStore store, AuthenticationStateProvider authentication, PreferenceNews news, ILogger<DeskPreferences> logger)
{
    // What a person has decided once holds in every window. How a window is arranged is its own: layouts, grids, symbols of panels.
    private static readonly string[] OfThePerson = [Appearance.Key, UndoWindow.Key, AlertBell.SoundKey, WatchBoard.Key, TicketMemory.Templates];


    // What is stored under a key as far as this page knows: what it read, or wrote last.
    private readonly Dictionary<string, string?> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unsaved = new(StringComparer.Ordinal);
    private Task _writing = Task.CompletedTask;
    private bool _isReading;
    private readonly long _page = news.NewPage();
    private long? _heard;

    /// <summary>Raised on the circuit's dispatcher after another page of the person has made a change, with the key; <see cref="Changed"/> is raised too.</summary>
    public event Action<string>? Followed;

    /// <summary>Raised on the circuit's dispatcher after a change, with the key.</summary>
    public event Action<string>? Changed;

    /// <summary>Whose preferences these are; empty until loaded.</summary>
    [PersistentState] public string UserId { get; set; } = "";

    /// <summary>JSON by key; null until loaded.</summary>
    [PersistentState] public Dictionary<string, string>? Values { get; set; }

    /// <summary>False while the database could not be read: what is shown is the default, and nothing stored is overwritten.</summary>
    [PersistentState] public bool IsRead { get; set; }

    /// <summary>Why the last change was not kept; empty when all is well.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>True once they are known.</summary>
    public bool IsLoaded => Values is not null;

    /// <summary>Reads them, unless they are known already, as they are when the page was prerendered or the circuit resumed.</summary>
    public async Task LoadAsync()
    {
        if (IsLoaded)
        {
            _heard ??= news.NewestOf(UserId);
            return;
        }
        ClaimsPrincipal user = (await authentication.GetAuthenticationStateAsync()).User;
        UserId = user.FindFirstValue(ClaimTypes.NameIdentifier) is { Length: > 0 } id ? id : UserCommands.DeskUser;
        // Before it is read: what is stored meanwhile is heard of too.
        _heard = news.NewestOf(UserId);
        await ReadAsync();
        Values ??= [];
        Changed?.Invoke("");
    }

    /// <summary>Tries to read them again when that failed, as it does while a first start still makes the tables. Changes made meanwhile win.</summary>
    public async Task RetryAsync()
    {
        if (!IsLoaded || IsRead || _isReading) return;
        await ReadAsync();
        if (!IsRead) return;
        foreach (string key in _unsaved) _writing = WriteAsync(_writing, key, Values!.GetValueOrDefault(key));
        _unsaved.Clear();
        Changed?.Invoke("");
    }

    /// <summary>Takes over what another page of the person has stored; asked with every beat, and cheap when there is nothing.</summary>
    public void TakeNews()
    {
        // What is on its way from here is newer, and told of when it is stored.
        if (Values is null || _heard is not { } heard || !IsRead || !_writing.IsCompleted) return;
        long newest = news.NewestOf(UserId);
        if (newest == heard) return;
        _heard = newest;
        foreach (StoredPreference stored in news.Since(UserId, heard, _page))
        {
            if (!OfThePerson.Any(k => stored.Key.StartsWith(k, StringComparison.Ordinal))) continue;
            string? mine = Values.GetValueOrDefault(stored.Key);
            string? both = stored.Merge is { } merge ? merge.Of(_known.GetValueOrDefault(stored.Key, mine), mine ?? merge.WhenNone, stored.Json) : stored.Json;
            _known[stored.Key] = stored.Json;
            if (both == mine) continue;
            if (both is null) Values.Remove(stored.Key);
            else Values[stored.Key] = both;
            Changed?.Invoke(stored.Key);
            Followed?.Invoke(stored.Key);
        }
    }

    private async Task ReadAsync()
    {
        _isReading = true;
        try
        {
            var stored = new Dictionary<string, string>(await store.ReadAsync(UserId, CancellationToken.None), StringComparer.Ordinal);
            foreach (string key in _unsaved)
            {
                if (Values!.TryGetValue(key, out string? changed)) stored[key] = changed;
                else stored.Remove(key);
            }
            Values = stored;
            _known.Clear();
            IsRead = true;
            Trouble = "";
        }
        catch (PersistenceException e)
        {
            if (e.Message == OpenedPreferences.StillOpening) logger.PreferencesNotReadYet();
            else if (Trouble != e.Message) logger.PreferencesNotRead(e.Message);
            Trouble = e.Message;
        }
        finally
        {
            _isReading = false;
        }
    }

    /// <summary>A preference; <paramref name="otherwise"/> when it is not set or cannot be read.</summary>
    public T Get<T>(string key, T otherwise)
    {
        if (Values is null || !Values.TryGetValue(key, out string? json)) return otherwise;
        try
        {
            return JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web) ?? otherwise;
        }
        catch (JsonException)
        {
            return otherwise;
        }
    }

    /// <summary>The JSON of a preference; null when it is not set.</summary>
    public string? GetJson(string key) => Values?.GetValueOrDefault(key);

    /// <summary>Sets a preference.</summary>
    public void Set<T>(string key, T value) => SetJson(key, JsonSerializer.Serialize(value, JsonSerializerOptions.Web));

    /// <summary>Sets a preference that is JSON already; null removes it.</summary>
    public void SetJson(string key, string? json) => SetJson(key, json, null);

    /// <summary>The same for lists that other pages of the person change too.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="json">JSON; null removes it.</param>
    /// <param name="merge">Puts it together with what another page has stored meanwhile; null to write over that.</param>
    internal void SetJson(string key, string? json, NamedMerge? merge)
    {
        Values ??= [];
        if (Values.GetValueOrDefault(key) == json) return;
        _known.TryAdd(key, Values.GetValueOrDefault(key));
        if (json is null) Values.Remove(key);
        else Values[key] = json;
        // After a read that failed nothing stored may be overwritten: it is merged when it can be read.
        if (Trouble.Length > 0 && !IsRead) _unsaved.Add(key);
        else _writing = WriteAsync(_writing, key, json, merge);
        Changed?.Invoke(key);
    }

    /// <summary>Waits until every change so far is written or has failed.</summary>
    public Task FlushAsync() => _writing;

    // One after the other, so that the last change of a key is the one that stays.
    private async Task WriteAsync(Task before, string key, string? json, NamedMerge? merge = null)
    {
        await before;
        string user = UserId.Length > 0 ? UserId : UserCommands.DeskUser;
        try
        {
            if (merge is not null) json = await MergeAsync(user, key, merge);
            await store.WriteAsync(user, key, json, CancellationToken.None);
            _known[key] = json;
            Trouble = "";
            news.Tell(user, _page, key, json, merge);
        }
        catch (Exception e) when (e is PersistenceException or ArgumentException)
        {
            Trouble = e.Message;
            logger.PreferenceNotWritten(key, e.Message);
        }
    }

    // The newest value, and not the one that was set when this began: what comes after it is made from what is put together here.
    private async Task<string?> MergeAsync(string user, string key, NamedMerge merge)
    {
        string? theirs = (await store.ReadAsync(user, CancellationToken.None)).GetValueOrDefault(key), mine = Values!.GetValueOrDefault(key), known = _known.GetValueOrDefault(key);
        if (theirs == known || theirs is null || merge.Of(known, mine, theirs) is not { } both || both == mine) return mine;
        Values![key] = both;
        Changed?.Invoke(key);
        return both;
    }
}
