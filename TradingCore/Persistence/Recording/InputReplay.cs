using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Engine;
using TradingCore.Engine.Ports;

namespace TradingCore.Persistence.Recording;

/// <summary>What a replay came to.</summary>
public sealed record ReplayResult
{
    /// <summary>Hash of the state at the end.</summary>
    public required string Hash { get; init; }
    /// <summary>Inputs applied.</summary>
    public long Inputs { get; init; }
    /// <summary>Time of the first input, UTC; null when there is none.</summary>
    public DateTimeOffset? From { get; init; }
    /// <summary>Time of the last input, UTC.</summary>
    public DateTimeOffset? To { get; init; }
    /// <summary>Hash of the running system when it stopped in good order; null when the recording does not reach that far.</summary>
    public string? RecordedHash { get; init; }
    /// <summary>True when the recording ends in the middle of a block, as after the death of the process.</summary>
    public bool IsCutShort { get; init; }
    /// <summary>Where inputs are missing, a sentence each: the state is then not the one that was.</summary>
    public IReadOnlyList<string> Gaps { get; init; } = [];
    /// <summary>Version of the program that recorded.</summary>
    public string Version { get; init; } = "";
}

/// <summary>Applies a recording to a new engine: the same code, another time.</summary>
public static class InputReplay
{
    /// <summary>Replays a file, after the parts of the same run that come before it.</summary>
    /// <exception cref="RecordingException">It cannot be replayed; the message says why.</exception>
    public static ReplayResult Run(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new Application(Parts(path)).Apply();
    }

    /// <summary>The file and the parts before it, which it goes on from.</summary>
    private static List<string> Parts(string path)
    {
        if (RecordingFile.Parse(path) is not { Part: > 1 } name) return [path];
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        List<string> parts = [.. Enumerable.Range(1, name.Part - 1).Select(p => Path.Combine(folder, RecordingFile.Name(name.Run, p))), path];
        return parts.Find(p => !File.Exists(p)) is { } missing
            ? throw new RecordingException($"'{missing}' is not there: '{Path.GetFileName(path)}' is a later day of the same run and goes on from it")
            : parts;
    }

    private sealed class Application(IReadOnlyList<string> parts)
    {
        private readonly List<string> _gaps = [];
        private readonly RefusingJournal _journal = new();
        private EngineProcessor? _engine;
        private RecordedStart? _start;
        private EngineInput _pending;
        private bool _hasPending;
        private string? _recordedHash;
        private DateTimeOffset? _from, _to;
        private bool _isCutShort;

        public ReplayResult Apply()
        {
            string version = "";
            foreach (string part in parts)
            {
                IEnumerable<byte[]> blocks = RecordingFile.Read(part, out RecordingHead head, () => OnCutShort(part));
                if (_start is null)
                {
                    _start = head.Start ?? throw new RecordingException($"'{part}' does not say what the run began with");
                    version = head.Version;
                }
                foreach (byte[] block in blocks) ApplyBlock(block);
            }
            ApplyPending();
            EngineProcessor engine = Started();
            return new ReplayResult
            {
                Hash = engine.Core.ComputeHash(),
                Inputs = engine.Inputs,
                From = _from,
                To = _to,
                RecordedHash = _recordedHash,
                IsCutShort = _isCutShort,
                Gaps = _gaps,
                Version = version,
            };
        }

        private void ApplyBlock(byte[] block)
        {
            var reader = new RecordReader(block);
            while (reader.TryRead(out RecordedItem item))
            {
                switch (item.Kind)
                {
                    case RecordKind.Refused:
                        _journal.Refuse((int)item.Number, item.Text);
                        break;
                    case RecordKind.Gap:
                        _gaps.Add($"{(item.Number < 0 ? "Inputs" : $"{item.Number} inputs")} are missing{(_to is { } to ? $" after {to:O}" : "")}: {item.Text}.");
                        break;
                    case RecordKind.End:
                        ApplyPending();
                        _recordedHash = item.Text;
                        break;
                    default:
                        // An input waits until it is known which of its appends the journal refused.
                        ApplyPending();
                        (_pending, _hasPending) = (item.Input, true);
                        break;
                }
            }
        }

        private void ApplyPending()
        {
            EngineProcessor engine = Started();
            if (!_hasPending) return;
            _hasPending = false;
            DateTimeOffset time = _pending.Event?.Time ?? _pending.Tick.ReceivedTime;
            _from ??= time;
            _to = time;
            engine.Process(in _pending);
            _journal.Clear();
        }

        // What the start itself wrote may have been refused, too; that is known when the first input comes.
        private EngineProcessor Started()
        {
            if (_engine is not null) return _engine;
            RecordedStart start = _start ?? throw new RecordingException("it does not say what the run began with");
            _engine = new EngineProcessor(start.Trading, start.Risk, start.MarketData, start.Bars, _journal, NullLogger.Instance, start.Positions);
            _engine.Start(start.State);
            _journal.Clear();
            return _engine;
        }

        private void OnCutShort(string part)
        {
            _isCutShort = true;
            if (part != parts[^1]) _gaps.Add($"'{Path.GetFileName(part)}' ends in the middle of a block, and the run went on.");
        }
    }

    /// <summary>Takes everything but what the recorded journal refused, counted within one input.</summary>
    private sealed class RefusingJournal : IJournal
    {
        private readonly List<(int Attempt, string Reason)> _refused = [];
        private int _attempts;

        public void Refuse(int attempt, string reason) => _refused.Add((attempt, reason));

        public void Clear()
        {
            _refused.Clear();
            _attempts = 0;
        }

        public void Append(IReadOnlyList<JournalEntry> entries)
        {
            _attempts++;
            foreach ((int attempt, string reason) in _refused)
                if (attempt == _attempts) throw new JournalException(reason);
        }
    }
}
