using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Gateway;
using TwsSimulator.Market;
using TwsSimulator.Matching;

namespace TwsSimulator.Faults;

/// <summary>The next executions are not told when they happen; whoever asks for executions gets them.</summary>
internal sealed class LoseExecution : CountedFault
{
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private int _met;

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message)
    {
        if (!Concerns(client))
            return message;
        switch (message)
        {
            case ExecDetails { ReqId: -1 } e when _met < Count || _lost.Contains(e.Execution.ExecId):
                if (_lost.Add(e.Execution.ExecId))
                    _met++;
                return null;
            case CommissionReport c when _lost.Contains(c.ExecId):
                // It comes after its execution, and again when executions are asked for.
                _lost.Remove(c.ExecId);
                if (_met == Count && _lost.Count == 0)
                    scene.Finish(this);
                return null;
            default:
                return message;
        }
    }
}

/// <summary>The last execution is told again, with its commission.</summary>
internal sealed class DuplicateExecution : Fault
{
    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        SimExecution last = scene.Book.Executions.Count > 0 ? scene.Book.Executions[^1] : throw new SimulatorException("There is no execution to tell again; let an order fill first.");
        foreach (ClientSession client in scene.Clients.Where(c => c.ClientId == last.ClientId))
        {
            client.SendUnfiltered(OrderReporter.DetailsOf(last, -1));
            client.SendUnfiltered(OrderReporter.CommissionOf(last));
        }
    }
}

/// <summary>The last execution is corrected: told again under the next revision of its id with another price or quantity; the account follows.</summary>
internal sealed class CorrectExecution(decimal? price, decimal? quantity) : Fault
{
    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        SimExecution last = scene.Book.Executions.Count > 0 ? scene.Book.Executions[^1] : throw new SimulatorException("There is no execution to correct; let an order fill first.");
        scene.Book.Manual.Correct(last.ExecId, (double?)price, quantity, scene.NowMs);
    }
}

/// <summary>A fill of an order that was entered in TWS by hand, or of IB closing a position.</summary>
internal sealed class ManualFill(string symbol, string action, decimal quantity, bool isLiquidation) : Fault
{
    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => scene.Book.Manual.Fill(scene.Find(symbol), action, quantity, isLiquidation, scene.NowMs);
}

/// <summary>Reports of positions tell a wrong quantity; the account itself is right.</summary>
internal sealed class WrongPosition(string symbol, decimal quantity) : Fault
{
    private readonly HashSet<ClientSession> _told = [];
    private Instrument? _instrument;

    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        _instrument = scene.Find(symbol);
        scene.ReportPosition(_instrument);
    }

    /// <inheritdoc/>
    public override void End(IFaultScene scene) => scene.ReportPosition(_instrument!);

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message)
    {
        switch (message)
        {
            case PositionMessage p when p.Contract.ConId == _instrument!.ConId:
                _told.Add(client);
                return p with { Position = quantity };
            case PositionMulti p when p.Contract.ConId == _instrument!.ConId:
                return p with { Position = quantity };
            case PortfolioValue p when p.Contract.ConId == _instrument!.ConId:
                return p with { Position = quantity };
            case PositionEnd when !_told.Remove(client) && quantity != 0:
                // The account holds none, so none was told: the wrong one is made up.
                client.SendUnfiltered(new PositionMessage(scene.Book.FirstAccount, ContractDesk.ContractOf(_instrument!, ""), quantity, _instrument!.BasePrice));
                return message;
            default:
                return message;
        }
    }
}
