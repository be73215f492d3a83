using TradingBlazor.Api.Model;
using TradingCore.Domain;
using TradingCore.Engine.Views;

namespace TradingBlazor.Hubs;

/// <summary>Executions and what became of them (commission, correction, bust), numbered. For one thread at a time but for <see cref="Topic"/>.</summary>
internal sealed class ExecutionFeed
{
    /// <summary>Executions of a snapshot.</summary>
    public const int SnapshotMax = 5_000;

    private readonly ITradingView _view;
    private readonly Dictionary<ExecId, Fill> _told = [];
    private IReadOnlyList<Fill> _known;

    public ExecutionFeed(ITradingView view, int kept)
    {
        _view = view;
        Topic = new EventTopic(kept);
        _known = view.Fills;
        foreach (Fill fill in _known) _told[fill.ExecId] = fill;
    }

    /// <summary>The events.</summary>
    public EventTopic Topic { get; }

    /// <summary>Takes what has changed since.</summary>
    public void Look()
    {
        IReadOnlyList<Fill> now = _view.Fills;
        if (ReferenceEquals(now, _known)) return;
        _known = now;
        // By value and not by version: an engine that was started anew counts from the beginning.
        Fill[] changed = [.. now.Where(f => !_told.TryGetValue(f.ExecId, out Fill? told) || !(ReferenceEquals(told, f) || told == f)).OrderBy(f => f.Version)];
        foreach (Fill fill in changed) _told[fill.ExecId] = fill;
        if (_told.Count > 2 * now.Count + 1_000)
        {
            HashSet<ExecId> there = [.. now.Select(f => f.ExecId)];
            foreach (ExecId gone in _told.Keys.Where(id => !there.Contains(id)).ToArray()) _told.Remove(gone);
        }
        Topic.Add([.. changed.Select(f => new Encoded(ExecutionDto.Of(f)))]);
    }

    /// <summary>The executions after every event of the topic, newest first.</summary>
    /// <param name="note">What was left out; empty when nothing was.</param>
    public Encoded[] Snapshot(out string note)
    {
        note = _known.Count <= SnapshotMax ? "" : $"The newest {SnapshotMax} of {_known.Count}; GET /api/v1/history/executions has all.";
        return [.. _known.Take(SnapshotMax).Select(f => new Encoded(ExecutionDto.Of(f)))];
    }
}
