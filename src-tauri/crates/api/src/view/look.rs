//! What does not change while the kiosk runs: the venue's look and the size of the screen.

use base64::{Engine, engine::general_purpose::STANDARD};
use einlass_kiosk::{LogoKind, Look, ScreenSize};
use serde::Serialize;

/// The venue's look, and the screen that it is drawn on.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LookView {
    /// The venue's colour, red, green and blue from 0 to 255.
    pub accent: Option<[u8; 3]>,
    /// The venue's logo as a `data:` address. To be shown in an `<img>` and nowhere else.
    pub logo: Option<String>,
    /// The pictures of the venue's own pages, likewise.
    pub pictures: Vec<String>,
    /// How large the screen is.
    pub screen_size: Option<ScreenSizeView>,
}

/// Width and height of the screen as it is mounted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "ScreenSize"))]
#[serde(rename_all = "camelCase")]
pub struct ScreenSizeView {
    /// From left to right, in millimetres.
    pub width_mm: u32,
    /// From top to bottom, in millimetres.
    pub height_mm: u32,
}

impl LookView {
    /// What the screen is told about itself.
    pub fn new(look: &Look, screen_size: Option<ScreenSize>) -> Self {
        Self {
            accent: look.accent.map(|colour| colour.rgb),
            logo: look
                .logo
                .as_ref()
                .map(|logo| data_address(logo.kind, &logo.bytes)),
            pictures: look
                .pictures
                .iter()
                .map(|bytes| data_address(LogoKind::Png, bytes))
                .collect(),
            screen_size: screen_size
                .map(|ScreenSize { width_mm, height_mm }| ScreenSizeView { width_mm, height_mm }),
        }
    }
}

/// RFC 2397.
fn data_address(kind: LogoKind, bytes: &[u8]) -> String {
    let media_type = match kind {
        LogoKind::Png => "image/png",
        LogoKind::Svg => "image/svg+xml",
    };
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
}

#[cfg(test)]
mod tests {
    use einlass_kiosk::Logo;

    use super::*;

    #[test]
    fn a_logo_becomes_an_address_without_a_character_that_could_leave_it() {
        let look = Look {
            accent: None,
            logo: Some(Logo {
                kind: LogoKind::Svg,
                bytes: br#"<svg onload="\"></svg>"#.to_vec(),
            }),
            pictures: vec![vec![0xff, 0xfe]],
            ..Look::default()
        };
        let view = LookView::new(&look, "299x531".parse().ok());
        assert_eq!(
            serde_json::to_value(view).unwrap(),
            serde_json::json!({
                "accent": null,
                "logo": "data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9IlwiPjwvc3ZnPg==",
                "pictures": ["data:image/png;base64,//4="],
                "screenSize": { "widthMm": 299, "heightMm": 531 },
            })
        );
    }
}
