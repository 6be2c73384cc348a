//! This program once more, for what can only be measured in a process of its own. It answers with one line of JSON.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::{Serialize, de::DeserializeOwned};

/// Starts it in a role, and gives what it has measured.
pub(crate) fn play<T: DeserializeOwned>(role: &str, folder: &Path, number: usize) -> T {
    let program = std::env::current_exe().expect("this program has a path");
    let output = Command::new(program)
        .arg(role)
        .arg(folder)
        .arg(number.to_string())
        .stderr(Stdio::inherit())
        .output()
        .expect("this program can be started");
    assert!(output.status.success(), "{role} ended with {}", output.status);
    serde_json::from_slice(&output.stdout).expect("it answers with one line of JSON")
}

/// The child's answer.
pub(crate) fn answer(measured: &impl Serialize) {
    let answer = serde_json::to_string(measured).expect("figures can be written");
    println!("{answer}");
}
