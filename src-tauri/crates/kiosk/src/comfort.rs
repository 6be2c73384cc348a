//! How the screen is drawn for whoever stands before it now. Goes with the visitor, like the language.

/// What a visitor has chosen to see and reach the screen better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comfort {
    /// Colours.
    pub contrast: Contrast,
    /// Size of the text.
    pub text: TextSize,
    /// Where the controls are.
    pub controls: Controls,
    /// Whether things move.
    pub motion: Motion,
}

/// Colours of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Contrast {
    /// The venue's.
    #[default]
    Normal,
    /// Light on black, 7:1 or more everywhere (WCAG 2.2, 1.4.6).
    High,
}

/// Size of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextSize {
    /// As the screen's size gives it.
    #[default]
    Normal,
    /// A third larger.
    Large,
}

/// Where the controls are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Controls {
    /// Over the whole screen.
    #[default]
    Spread,
    /// In the lower half of an upright screen, for whoever sits or is small.
    Low,
}

/// Whether things move on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Motion {
    /// Calmly.
    #[default]
    Calm,
    /// Not at all.
    Still,
}
