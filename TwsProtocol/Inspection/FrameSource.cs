namespace TwsProtocol.Inspection;

/// <summary>Which side of a connection sent a frame.</summary>
public enum FrameSource
{
    /// <summary>The API client: requests.</summary>
    Client,

    /// <summary>TWS, IB Gateway or a simulator: responses.</summary>
    Server,
}
