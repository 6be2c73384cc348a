use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::{env, io};

use cargo_metadata::Message;

/// The path of one of our programs (`einlass`, `einlass-ctl`), built first if it is not up to date.
///
/// Cargo tells a test the paths of its own package's programs only, and these belong to other packages.
pub fn binary(name: &str) -> PathBuf {
    static BUILT: Mutex<BTreeMap<String, PathBuf>> = Mutex::new(BTreeMap::new());

    let mut built = BUILT
        .lock()
        .expect("a failed build panics in every test that waits for it");
    built
        .entry(name.to_owned())
        .or_insert_with(|| build(name))
        .clone()
}

fn build(name: &str) -> PathBuf {
    // Whoever has just built them says where.
    if let Some(folder) = env::var_os("EINLASS_PROGRAMS") {
        return Path::new(&folder).join(name);
    }
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // What cargo tells a test about its package: some build scripts go by it and would be run again, and all on top of them.
    for (variable, _) in env::vars_os() {
        let name = variable.to_string_lossy();
        if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(&variable);
        }
    }
    let mut cargo = cargo
        .args([
            "build",
            "--locked",
            // As `cargo test --workspace` builds them, with the features that tests ask of the same dependencies: for this one test
            // is enough, and without it the window's dependencies would be built a second time.
            "--workspace",
            "--bins",
            "--test=architecture",
            "--message-format=json-render-diagnostics",
        ])
        .current_dir(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .parent()
                .expect("the tests are a folder of the repository"),
        )
        .stdout(Stdio::piped())
        .spawn()
        .expect("cargo runs the tests, so it can be run");

    let answers = cargo.stdout.take().expect("stdout was asked for as a pipe");
    let program = Message::parse_stream(io::BufReader::new(answers))
        .filter_map(|message| {
            let message = message.expect("cargo answers in its own format");
            let Message::CompilerArtifact(artifact) = message else {
                return None;
            };
            let is_program = artifact.target.name == name && !artifact.profile.test;
            artifact.executable.filter(|_| is_program)
        })
        .last();
    let status = cargo.wait().expect("cargo was started");

    assert!(status.success(), "building {name} failed");
    program
        .unwrap_or_else(|| panic!("cargo built no program {name}"))
        .into_std_path_buf()
}
