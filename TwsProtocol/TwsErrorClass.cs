namespace TwsProtocol;

/// <summary>What a code asks of whoever gets it.</summary>
public enum TwsErrorClass
{
    /// <summary>Nothing is wrong.</summary>
    Information = 0,

    /// <summary>The request or order stays alive, and somebody may want to know.</summary>
    Warning,

    /// <summary>It passes: wait, or ask again later.</summary>
    Transient,

    /// <summary>A request failed and will fail again as it is; the text says why.</summary>
    RequestFailed,

    /// <summary>The broker did not take an order or a change of one.</summary>
    OrderRejected,

    /// <summary>Nothing goes on until a person changes something.</summary>
    Fatal,
}
