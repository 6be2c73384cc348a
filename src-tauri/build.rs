//! Declares the commands of the window: what is not named here and granted in `capabilities/` cannot be called.

fn main() {
    let commands = tauri_build::AppManifest::new().commands(&["view", "look", "act", "preview_frame"]);
    let attributes = tauri_build::Attributes::new().app_manifest(commands);
    tauri_build::try_build(attributes).expect("the configuration beside this file is complete");
}
