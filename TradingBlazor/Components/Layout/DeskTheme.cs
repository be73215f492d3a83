using MudBlazor;

namespace TradingBlazor.Components.Layout;

/// <summary>
/// The tokens of <c>wwwroot/css/tokens.css</c> for MudBlazor's own parts (dialogs, toasts). The two files are the theme: change both.
/// </summary>
public static class DeskTheme
{
    private static readonly string[] Fonts = ["Inter", "system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"];

    /// <summary>Dark and light palettes, type and radius.</summary>
    public static MudTheme Theme { get; } = new()
    {
        PaletteDark = new PaletteDark
        {
            Black = "#0B0E14",
            Background = "#0B0E14",
            BackgroundGray = "#0B0E14",
            Surface = "#181E29",
            Primary = "#5B9BFF",
            Info = "#5B9BFF",
            Success = "#2EBD85",
            Warning = "#F5B83D",
            Error = "#F9596E",
            TextPrimary = "#E6EAF2",
            TextSecondary = "#A3ADBF",
            TextDisabled = "#7A8599",
            ActionDefault = "#A3ADBF",
            ActionDisabled = "#7A8599",
            ActionDisabledBackground = "#232A36",
            Divider = "#232A36",
            DividerLight = "#232A36",
            LinesDefault = "#232A36",
            LinesInputs = "#354052",
            TableLines = "#232A36",
            TableStriped = "#11151D",
            Skeleton = "#181E29",
            AppbarBackground = "#11151D",
            AppbarText = "#E6EAF2",
            DrawerBackground = "#11151D",
            DrawerText = "#E6EAF2",
        },
        PaletteLight = new PaletteLight
        {
            Black = "#10141C",
            Background = "#EEF1F6",
            BackgroundGray = "#EEF1F6",
            Surface = "#FFFFFF",
            Primary = "#1F5FCC",
            Info = "#1F5FCC",
            Success = "#0B7A50",
            Warning = "#8A5A00",
            Error = "#C6263C",
            TextPrimary = "#10141C",
            TextSecondary = "#465063",
            TextDisabled = "#5F6B80",
            ActionDefault = "#465063",
            ActionDisabled = "#5F6B80",
            ActionDisabledBackground = "#E1E6EE",
            Divider = "#D5DBE5",
            DividerLight = "#D5DBE5",
            LinesDefault = "#D5DBE5",
            LinesInputs = "#AEB8C8",
            TableLines = "#D5DBE5",
            TableStriped = "#F7F9FC",
            Skeleton = "#E1E6EE",
            AppbarBackground = "#FFFFFF",
            AppbarText = "#10141C",
            DrawerBackground = "#FFFFFF",
            DrawerText = "#10141C",
        },
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = "13px", LineHeight = "1.4", LetterSpacing = "0" },
            H6 = new H6Typography { FontFamily = Fonts, FontSize = "15px", FontWeight = "600", LineHeight = "1.4", LetterSpacing = "0" },
            Body1 = new Body1Typography { FontFamily = Fonts, FontSize = "13px", LineHeight = "1.4", LetterSpacing = "0" },
            Body2 = new Body2Typography { FontFamily = Fonts, FontSize = "13px", LineHeight = "1.4", LetterSpacing = "0" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = "13px", FontWeight = "600", TextTransform = "none", LetterSpacing = "0" },
        },
    };
}
