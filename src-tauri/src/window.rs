//! The one window, locked down: no navigation, no second window, no drops, no zoom, nothing kept on disk.

use einlass_api::KioskView;
use tauri::{
    AppHandle, Emitter, Manager, WebviewUrl, WebviewWindow, WebviewWindowBuilder, async_runtime::spawn,
    webview::NewWindowResponse,
};

use webkit2gtk::WebViewExt;

use crate::front::Front;

const LABEL: &str = "kiosk";
/// Width and height of an ordinary window, in logical pixels.
const UPRIGHT: (f64, f64) = (1080.0, 1600.0);
/// On a screen with less room.
const LYING: (f64, f64) = (1280.0, 800.0);

/// Opens the window: an ordinary one that can be closed, or, as a kiosk, the whole screen without a frame.
pub(crate) fn open(app: &AppHandle, kiosk: bool) -> tauri::Result<()> {
    let (width, height) = size(app, kiosk)?;
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Einlass")
        .inner_size(width, height)
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
    let window = if kiosk {
        // Without a window manager nobody else puts it into the corner.
        window.position(0.0, 0.0)
    } else {
        window.min_inner_size(800.0, 480.0)
    };
    draw_again_after_a_crash(&window.build()?)?;
    tell_changes(app.clone());
    Ok(())
}

/// The page is drawn in a process of its own. When that dies, a new one takes its place and asks for the view: nothing of the kiosk's
/// state was in it.
fn draw_again_after_a_crash(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|webview| {
        webview
            .inner()
            .connect_web_process_terminated(|page, _| page.reload());
    })
}

/// Width and height of the window in logical pixels. A kiosk's is as large as the screen from the start: to be made full-screen it
/// needs a window manager, and a kiosk may have none. An ordinary one stands upright like a kiosk where there is room for that.
fn size(app: &AppHandle, kiosk: bool) -> tauri::Result<(f64, f64)> {
    let Some(screen) = app.primary_monitor()? else {
        return Ok(LYING);
    };
    let screen = screen.size().to_logical(screen.scale_factor());
    let (width, height) = (screen.width, screen.height);
    Ok(match kiosk {
        true => (width, height),
        false if UPRIGHT.0 <= width && UPRIGHT.1 <= height => UPRIGHT,
        false => (LYING.0.min(width), LYING.1.min(height)),
    })
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
