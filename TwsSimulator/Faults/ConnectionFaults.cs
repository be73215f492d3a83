using System.Text;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Gateway;

namespace TwsSimulator.Faults;

/// <summary>The socket is closed at once, without a word.</summary>
internal sealed class DropConnection : Fault
{
    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        foreach (ClientSession client in ClientsOf(scene).ToArray())
            client.Close("a fault dropped the connection");
    }
}

/// <summary>New connections are closed as soon as they are there.</summary>
internal sealed class RefuseConnections : Fault
{
    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => scene.Gates.RefusesConnections = true;

    /// <inheritdoc/>
    public override void End(IFaultScene scene) => scene.Gates.RefusesConnections = false;
}

/// <summary>Requests are not read; the socket fills up.</summary>
internal sealed class StopReading : Fault
{
    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => Set(scene, open: false);

    /// <inheritdoc/>
    public override void End(IFaultScene scene) => Set(scene, open: true);

    private void Set(IFaultScene scene, bool open)
    {
        if (Client is null)
            scene.Gates.Reading.Set(open);
        else
            foreach (ClientSession client in ClientsOf(scene)) client.Gates.Reading.Set(open);
    }
}

/// <summary>Nothing is sent and nothing is closed: a half-open connection.</summary>
internal sealed class StopSending : Fault
{
    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => Set(scene, open: false);

    /// <inheritdoc/>
    public override void End(IFaultScene scene) => Set(scene, open: true);

    private void Set(IFaultScene scene, bool open)
    {
        if (Client is null)
            scene.Gates.Writing.Set(open);
        else
            foreach (ClientSession client in ClientsOf(scene)) client.Gates.Writing.Set(open);
    }
}

/// <summary>Everything is sent later.</summary>
internal sealed class Delay(TimeSpan by) : Fault
{
    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => Set(scene, by);

    /// <inheritdoc/>
    public override void End(IFaultScene scene) => Set(scene, TimeSpan.Zero);

    private void Set(IFaultScene scene, TimeSpan time)
    {
        if (Client is null)
            scene.Gates.Delay = time;
        else
            foreach (ClientSession client in ClientsOf(scene)) client.Gates.Delay = time;
    }
}

/// <summary>Half a frame, and the socket is closed.</summary>
internal sealed class PartialFrame : Fault
{
    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        foreach (ClientSession client in ClientsOf(scene))
        {
            byte[] frame = MessageEncoder.Frame(new CurrentTime(scene.NowMs / 1000), client.ServerVersion);
            client.SendUnfiltered(new RawBytes(frame[..(frame.Length / 2)], ThenCloses: true));
        }
    }
}

/// <summary>Random bytes in the stream, which is out of step after them.</summary>
internal sealed class Garbage : Fault
{
    /// <summary>How many bytes.</summary>
    public int Bytes { get; init; }

    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        byte[] bytes = new byte[Bytes];
        new Random(Bytes).NextBytes(bytes);
        bytes[0] = 0xC3; // no frame has a length that starts so, whatever else is random
        foreach (ClientSession client in ClientsOf(scene))
            client.SendUnfiltered(new RawBytes(bytes));
    }
}

/// <summary>A frame of the right length whose fields are nonsense; the stream stays in step.</summary>
internal sealed class BadFrame : Fault
{
    private static readonly byte[] Frame = [0, 0, 0, 21, .. Encoding.ASCII.GetBytes("1\06\0abc\0def\0ghi\0jkl\0\0")];

    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        foreach (ClientSession client in ClientsOf(scene))
            client.SendUnfiltered(new RawBytes(Frame));
    }
}

/// <summary>An error or notice as given.</summary>
internal sealed class Notice : Fault
{
    /// <summary>Error code.</summary>
    public int Code { get; init; }

    /// <summary>Text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Request or order id; -1 for none.</summary>
    public int Id { get; init; } = -1;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        foreach (ClientSession client in ClientsOf(scene))
            client.SendError(Id, Code, Text);
    }
}

/// <summary>The next starts of the API with the client's id are refused: it is in use.</summary>
internal sealed class ClientIdInUse : CountedFault
{
    /// <inheritdoc/>
    public override bool OnRequest(IFaultScene scene, ClientSession client, IRequest request)
    {
        if (request is not StartApi start || (Client is { } id && start.ClientId != id))
            return true;
        client.SendError(-1, 326, "Unable to connect as the client id is already in use. Retry with a unique client id.");
        client.CloseAfterSending("a fault says that its client id is in use");
        Meet(scene);
        return false;
    }
}

/// <summary>Ends lasting faults.</summary>
internal sealed class ClearFaults(string? kind) : Fault
{
    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        foreach (Fault fault in scene.Active<Fault>().Where(f => kind is null || f.Kind == kind).ToArray())
            scene.Finish(fault);
    }
}
