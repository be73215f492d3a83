namespace TradingBlazor.Api;

/// <summary>Names a further shape of the answer with a status, which the framework's own <c>Produces</c> has one of.</summary>
/// <param name="Status">The status.</param>
/// <param name="Shape">The further shape.</param>
internal sealed record OtherAnswer(int Status, Type Shape);

internal static class OtherAnswers
{
    /// <summary>Adds a further shape of the answer with a status that has one already.</summary>
    public static RouteHandlerBuilder OrProduces<T>(this RouteHandlerBuilder route, int status) => route.WithMetadata(new OtherAnswer(status, typeof(T)));
}
