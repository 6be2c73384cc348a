//! The window's commands are a closed list: declared, handled and granted are the same set. A command that is handled
//! but not declared would be open to every page; one that is granted but gone would be a hole for a later namesake.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::workspace::root;

#[test]
fn declared_handled_and_granted_commands_are_the_same() {
    let shell = root().join("src-tauri");
    let declared = declared(&read(&shell.join("build.rs")));
    let handled = handled(&sources(&shell.join("src")));
    let granted = granted(&shell.join("capabilities"));

    assert!(
        !declared.is_empty(),
        "src-tauri/build.rs declares no commands in its AppManifest"
    );
    assert_eq!(
        declared, handled,
        "left: AppManifest in build.rs; right: generate_handler!"
    );
    assert_eq!(
        declared, granted,
        "left: AppManifest in build.rs; right: capabilities"
    );
}

/// The string literals of `AppManifest::new().commands(&["…", "…"])`.
fn declared(build_script: &str) -> BTreeSet<String> {
    let list = between(build_script, ".commands(", "]").unwrap_or_default();
    list.split('"').skip(1).step_by(2).map(String::from).collect()
}

/// The last names of the paths in `generate_handler![commands::a, b]`.
fn handled(sources: &str) -> BTreeSet<String> {
    let list = between(sources, "generate_handler![", "]").unwrap_or_default();
    list.split(',')
        .filter_map(|path| path.trim().rsplit("::").next())
        .filter(|name| !name.is_empty())
        .map(String::from)
        .collect()
}

/// The commands of our own that capabilities allow. Permissions of Tauri and its plugins have a colon in their name.
fn granted(capabilities: &Path) -> BTreeSet<String> {
    let files = fs::read_dir(capabilities).expect("the shell has a capabilities folder");
    files
        .map(|file| file.expect("a listed file exists").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .flat_map(|path| {
            let capability: serde_json::Value =
                serde_json::from_str(&read(&path)).expect("a capability is JSON");
            capability["permissions"].as_array().cloned().unwrap_or_default()
        })
        .filter_map(|permission| {
            permission
                .as_str()
                .or(permission["identifier"].as_str())
                .map(String::from)
        })
        .filter(|permission| !permission.contains(':'))
        .map(|permission| match permission.strip_prefix("allow-") {
            Some(command) => command.replace('-', "_"),
            None => panic!("{permission}: a capability grants single commands, as allow-…"),
        })
        .collect()
}

fn sources(folder: &Path) -> String {
    let files = fs::read_dir(folder).expect("the shell has a src folder");
    files
        .map(|file| file.expect("a listed file exists").path())
        .map(|path| {
            if path.is_dir() {
                sources(&path)
            } else {
                read(&path)
            }
        })
        .collect::<Vec<_>>()
        .join("\n")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(start)?;
    rest.split_once(end).map(|(inside, _)| inside)
}
