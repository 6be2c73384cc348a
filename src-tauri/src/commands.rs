//! The four commands of the screen.

use einlass_api::{KioskView, LookView, Request};
use tauri::{State, async_runtime::block_on, ipc::Response};

use crate::front::Front;

/// The preview is drawn this wide at most, in pixels: enough to aim with, little to send.
const PREVIEW_WIDTH_PX: u32 = 640;

/// What the screen shows now.
#[tauri::command]
pub(crate) fn view(front: State<'_, Front>) -> KioskView {
    front.view()
}

/// What does not change about the screen.
#[tauri::command]
pub(crate) fn look(front: State<'_, Front>) -> LookView {
    front.look()
}

/// A finger touched the screen. Not `async`: such commands overtake each other, and the digits of a number have an order.
#[tauri::command]
pub(crate) fn act(front: State<'_, Front>, request: Request) {
    block_on(front.touch(request.into()));
}

/// The camera's newest picture: width and height (u16, little-endian), then a byte of luma a pixel; empty while there is none.
#[tauri::command]
pub(crate) async fn preview_frame(front: State<'_, Front>) -> Result<Response, ()> {
    let frame = front.station().and_then(|station| station.newest_frame());
    let Some(frame) = frame.map(|frame| frame.preview(PREVIEW_WIDTH_PX)) else {
        return Ok(Response::new(Vec::new()));
    };
    let size =
        [frame.width_px(), frame.height_px()].map(|px| u16::try_from(px).unwrap_or(u16::MAX).to_le_bytes());
    Ok(Response::new([size.concat().as_slice(), frame.pixels()].concat()))
}
