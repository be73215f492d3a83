using TradingCore.Engine;
using TradingCore.Engine.Ports;
using TradingCore.Persistence.Recording;

namespace TradingCore.Tests.Engine;

/// <summary>Notes what enters the engine and what the journal refused of it, and writes a recording of it.</summary>
internal sealed class NotedInputs : IInputRecorder
{
    private readonly List<RecordedItem> _items = [];

    /// <summary>The inputs alone.</summary>
    public IReadOnlyList<EngineInput> Inputs => [.. _items.Where(i => i.Kind is RecordKind.Tick or RecordKind.Clock or RecordKind.Event).Select(i => i.Input)];

    public void Begin(RecordedStart start)
    {
    }

    public void Record(in EngineInput input) => _items.Add(new RecordedItem(RecordWriter.KindOf(input), input));

    public void JournalRefused(int attempt, string reason) => _items.Add(new RecordedItem(RecordKind.Refused, default, attempt, reason));

    public void End(string hash, long inputs) => _items.Add(new RecordedItem(RecordKind.End, default, inputs, hash));

    /// <summary>Writes a recording, in blocks of a few hundred records.</summary>
    public void Write(string path, RecordedStart start)
    {
        using FileStream file = File.Create(path);
        file.Write(RecordingFile.Magic);
        file.Write(RecordingFile.Frame(RecordingFile.Head(new RecordingHead(RecordingFile.Format, "test", start))));
        var records = new RecordWriter();
        foreach (RecordedItem[] block in _items.Chunk(300))
        {
            records.Clear();
            foreach (RecordedItem item in block) records.Write(in item);
            file.Write(RecordingFile.Frame(records.Bytes));
        }
    }
}
