using TradingCore.Engine;

namespace TradingCore.Persistence.Recording;

/// <summary>What a record of a recording is.</summary>
internal enum RecordKind : byte
{
    /// <summary>A market tick.</summary>
    Tick = 1,
    /// <summary>Time passed.</summary>
    Clock = 2,
    /// <summary>Any other input, as JSON.</summary>
    Event = 3,
    /// <summary>An append of the input before was refused by the journal.</summary>
    Refused = 4,
    /// <summary>Inputs are missing here.</summary>
    Gap = 5,
    /// <summary>The run ended in good order.</summary>
    End = 6,
}

/// <summary>One record on its way to the file, or read from it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Input">The input of a tick, clock or event.</param>
/// <param name="Number">Attempt of a refusal, missing inputs of a gap, inputs of an end.</param>
/// <param name="Text">Reason of a refusal or gap, hash of an end.</param>
internal readonly record struct RecordedItem(RecordKind Kind, EngineInput Input = default, long Number = 0, string Text = "");
