namespace TwsProtocol.Contracts;

/// <summary>One hit of a symbol search.</summary>
/// <param name="Contract">conId, symbol, type, primary exchange, currency, and description and issuer id where they apply.</param>
/// <param name="DerivativeSecTypes">Types of derivatives that exist on it, such as OPT and CFD.</param>
public sealed record ContractDescription(Contract Contract, IReadOnlyList<string> DerivativeSecTypes);
