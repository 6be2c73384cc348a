//! The four commands of the screen.

use einlass_api::{KioskView, LookView, Request};
use tauri::{State, async_runtime::block_on, ipc::Response};

use crate::{front::Front, preview};

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

/// The camera's newest picture, as [`preview`] writes it; empty while there is none.
#[tauri::command]
pub(crate) async fn preview_frame(front: State<'_, Front>) -> Result<Response, ()> {
    let picture = front.station().and_then(|station| station.newest_picture());
    Ok(Response::new(
        picture.as_ref().map(preview::bytes).unwrap_or_default(),
    ))
}
