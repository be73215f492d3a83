using TradingCore.Engine.Commands;
using TradingCore.Tws.Statements;

namespace TradingBlazor.Api.Model;

/// <summary>What became of a statement.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="IsPreview">True when nothing was booked, because only that was asked for.</param>
/// <param name="Period">What the statement covers, as it says.</param>
/// <param name="Contracts">What became of each contract.</param>
/// <param name="NotRead">Rows that were not understood as an execution, a sentence for each kind.</param>
public sealed record StatementDto(string Message, bool IsPreview, string Period, IReadOnlyList<StatementContractDto> Contracts, IReadOnlyList<string> NotRead)
{
    internal static StatementDto Of(FlexStatement statement, StatementResult result, bool isPreview) =>
        new(result.Message, isPreview, statement.Period, [.. result.Contracts.Select(StatementContractDto.Of)], statement.LeftOut);
}

/// <summary>The executions of one contract in a statement.</summary>
/// <param name="Account">Account.</param>
/// <param name="Symbol">Contract.</param>
/// <param name="Known">How many were known.</param>
/// <param name="New">How many were not.</param>
/// <param name="Quantity">What those that were not known come to.</param>
/// <param name="Verdict"><c>booked</c> (in a preview: would be), <c>known</c> or <c>leftOut</c>.</param>
/// <param name="Reason">Why they were left out; empty otherwise.</param>
public sealed record StatementContractDto(string Account, string Symbol, int Known, int New, decimal Quantity, string Verdict, string Reason)
{
    internal static StatementContractDto Of(StatementContract c) => new(c.Account.Value, c.Ticker, c.Known, c.New, c.Quantity, Terms.Name(c.Verdict), c.Message);
}
