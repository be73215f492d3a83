using TradingCore.Engine.Views;

namespace TradingBlazor.State.Docking;

/// <summary>A panel that can be put on the desk.</summary>
/// <param name="Id">Stable name, in stored layouts; lower case.</param>
/// <param name="Title">What its tab says.</param>
/// <param name="Icon">SVG path of MudBlazor's set.</param>
/// <param name="Component">Its component, without parameters. It shows its own empty state.</param>
/// <param name="Purpose">What it is for, a sentence for the list of panels.</param>
/// <param name="Tools">Component with its buttons, shown beside the tabs; null for none.</param>
/// <param name="Count">Number beside its title; null for none.</param>
public sealed record PanelDefinition(string Id, string Title, string Icon, Type Component, string Purpose, Type? Tools = null, Func<ITradingView, int>? Count = null);
