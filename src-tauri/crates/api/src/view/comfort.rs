//! How the screen is drawn for whoever stands before it; the same on the way there and on the way back.

use einlass_kiosk::{Comfort, Contrast, Controls, Motion, TextSize};
use serde::{Deserialize, Serialize};

use super::mirrored::mutual;

/// What a visitor has chosen to see and reach the screen better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Comfort"))]
pub struct ComfortView {
    /// Colours.
    pub contrast: ContrastView,
    /// Size of the text.
    pub text: TextSizeView,
    /// Where the controls are.
    pub controls: ControlsView,
    /// Whether things move.
    pub motion: MotionView,
}

mutual! {
    /// Colours of the screen.
    ContrastView, Contrast,
    /// The venue's.
    Normal = Contrast::Normal,
    /// Light on black.
    High = Contrast::High,
}

mutual! {
    /// Size of the text.
    TextSizeView, TextSize,
    /// As the screen's size gives it.
    Normal = TextSize::Normal,
    /// A third larger.
    Large = TextSize::Large,
}

mutual! {
    /// Where the controls are.
    ControlsView, Controls,
    /// Over the whole screen.
    Spread = Controls::Spread,
    /// In the lower half of an upright screen.
    Low = Controls::Low,
}

mutual! {
    /// Whether things move on the screen.
    MotionView, Motion,
    /// Calmly.
    Calm = Motion::Calm,
    /// Not at all.
    Still = Motion::Still,
}

impl From<Comfort> for ComfortView {
    fn from(comfort: Comfort) -> Self {
        let Comfort {
            contrast,
            text,
            controls,
            motion,
        } = comfort;
        Self {
            contrast: contrast.into(),
            text: text.into(),
            controls: controls.into(),
            motion: motion.into(),
        }
    }
}

impl From<ComfortView> for Comfort {
    fn from(view: ComfortView) -> Self {
        Self {
            contrast: view.contrast.into(),
            text: view.text.into(),
            controls: view.controls.into(),
            motion: view.motion.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_chosen_comes_back_as_it_went() {
        let chosen = Comfort {
            contrast: Contrast::High,
            text: TextSize::Large,
            controls: Controls::Low,
            motion: Motion::Still,
        };
        let sent = serde_json::to_string(&ComfortView::from(chosen)).unwrap();
        assert_eq!(
            sent,
            r#"{"contrast":"high","text":"large","controls":"low","motion":"still"}"#
        );
        let back: ComfortView = serde_json::from_str(&sent).unwrap();
        assert_eq!(Comfort::from(back), chosen);
        let usual = Comfort::default();
        assert_eq!(Comfort::from(ComfortView::from(usual)), usual);
    }
}
