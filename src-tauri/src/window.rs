//! The one window, locked down: no navigation, no second window, no drops, no zoom, nothing kept on disk.

use einlass_api::KioskView;
use tauri::{
    AppHandle, Emitter, Manager, WebviewUrl, WebviewWindowBuilder, async_runtime::spawn,
    webview::NewWindowResponse,
};

use crate::front::Front;

const LABEL: &str = "kiosk";

/// Opens the window: an ordinary one that can be closed, or, as a kiosk, the whole screen without a frame.
pub(crate) fn open(app: &AppHandle, kiosk: bool) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Einlass")
        .inner_size(1080.0, 1600.0)
        .min_inner_size(800.0, 480.0)
        .fullscreen(kiosk)
        .decorations(!kiosk)
        .resizable(!kiosk)
        .closable(!kiosk)
        .always_on_top(kiosk)
        .zoom_hotkeys_enabled(false)
        .disable_drag_drop_handler()
        .devtools(false)
        // A window under test is driven through a context that private browsing would replace.
        .incognito(!is_driven())
        .on_navigation(|url| url.scheme() == "tauri" && url.host_str() == Some("localhost"))
        .on_new_window(|_, _| NewWindowResponse::Deny);
    window.build()?;
    tell_changes(app.clone());
    Ok(())
}

/// Whether a WebDriver drives this window (the variable that tauri's runtime looks at).
fn is_driven() -> bool {
    std::env::var("TAURI_WEBVIEW_AUTOMATION").is_ok_and(|value| value == "true")
}

/// Sends each new view to the window. The window asks for the first one itself.
fn tell_changes(app: AppHandle) {
    let Some(mut snapshots) = app.state::<Front>().station().map(|station| station.snapshots()) else {
        return;
    };
    spawn(async move {
        while snapshots.changed().await.is_ok() {
            let view = KioskView::from(&*snapshots.borrow_and_update());
            // The window may be gone already when the program ends.
            let _ = app.emit_to(LABEL, "view-changed", view);
        }
    });
}
