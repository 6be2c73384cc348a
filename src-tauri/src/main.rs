//! Einlass: the entrance kiosk in its window.
//!
//! This crate holds what needs the window and nothing else: it opens the data folder, starts the station, lends the screen four
//! commands, and, where no venue was set up, plays the demonstration.

mod arguments;
mod commands;
mod demo;
mod front;
mod preview;
mod window;

use std::io::Write;

use clap::Parser;
use tauri::Manager;

use arguments::Arguments;
use front::Front;

fn main() -> anyhow::Result<()> {
    einlass_kiosk::keep_out_of_core_dumps();
    let arguments = Arguments::parse();
    let front = Front::open(&arguments)?;
    let app = tauri::Builder::default()
        .invoke_handler(tauri::generate_handler![
            commands::view,
            commands::look,
            commands::act,
            commands::preview_frame
        ])
        .setup({
            let kiosk = arguments.kiosk;
            move |app| {
                app.manage(front);
                window::open(app.handle(), kiosk)?;
                Ok(())
            }
        })
        .build(context())?;
    app.run(|app, event| {
        if matches!(event, tauri::RunEvent::Exit)
            && let Err(error) = app.state::<Front>().close()
        {
            say(&format!("the ledger did not close cleanly: {error:#}"));
        }
    });
    Ok(())
}

/// The screen and the configuration, as they were when this was built.
#[expect(
    clippy::disallowed_methods,
    reason = "tauri's macro expands to a check that exits"
)]
fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Says something to whoever started the program.
fn say(text: &str) {
    // Where standard error is closed, nobody is left to be told.
    let _ = writeln!(std::io::stderr(), "einlass: {text}");
}
