namespace TradingCore.Tests.TwsProtocol.Tables;

/// <summary>One row of a message's table: one field, or one of the fields of each item of a list.</summary>
/// <param name="Number">The number column: a plain number, "n.1" for a field of an item, "n" for an item that is one field; empty in requests.</param>
/// <param name="Field">Name of the field, or what it always holds, in brackets.</param>
/// <param name="Type">Type code; empty for blocks that stand for several fields.</param>
/// <param name="When">Versions and conditions under which the field is there; empty means always.</param>
/// <param name="Empty">What an empty field means; null where the table has no such column.</param>
/// <param name="Meaning">The last column.</param>
internal sealed record TableRow(string Number, string Field, string Type, string When, string? Empty, string Meaning);
