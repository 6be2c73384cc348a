//! Layer 0 decides and does nothing: no event loop, database, socket, window, device, file or clock.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, iter};

use cargo_metadata::{DependencyKind, PackageId};

use crate::workspace::{METADATA, crate_named};

const PURE: &[&str] = &["domain", "vault", "scan", "receipt"];

/// Crates that reach the world outside of the process.
const REACHES_OUT: &[&str] = &[
    "tokio",
    "rusqlite",
    "reqwest",
    "lettre",
    "tauri",
    "nokhwa",
    "evdev",
    "serialport",
    "gpiocdev",
    "rustix",
];

/// The same, from the standard library.
const AMBIENT: &[&str] = &[
    "std::fs",
    "std::net",
    "std::process",
    "std::env",
    "SystemTime::now",
    "Instant::now",
    "thread::sleep",
];

#[test]
fn pure_crates_reach_nothing_outside_however_indirectly() {
    for name in PURE {
        let ways = ways_from(&crate_named(name).id);
        let leaks: Vec<String> = ways
            .keys()
            .filter(|id| REACHES_OUT.contains(&METADATA[id].name.as_str()))
            .map(|id| way_to(id, &ways))
            .collect();
        assert!(leaks.is_empty(), "{name} is pure, but:\n{}", leaks.join("\n"));
    }
}

#[test]
fn pure_crates_take_files_and_time_as_arguments() {
    for name in PURE {
        let sources = crate_named(name).manifest_path.with_file_name("src");
        for file in rust_files(sources.as_std_path()) {
            let text = fs::read_to_string(&file).expect("a source file is readable text");
            let leaks: Vec<&&str> = AMBIENT
                .iter()
                .filter(|word| without_tests(&text).contains(**word))
                .collect();
            assert!(
                leaks.is_empty(),
                "{name} is pure, but {} has {leaks:?}",
                file.display()
            );
        }
    }
}

/// Everything that is linked into the crate, each with the package that brought it.
fn ways_from(start: &PackageId) -> BTreeMap<PackageId, Option<PackageId>> {
    let graph = METADATA
        .resolve
        .as_ref()
        .expect("cargo metadata was asked for the graph");
    let mut ways = BTreeMap::from([(start.clone(), None)]);
    let mut open = vec![start.clone()];
    while let Some(id) = open.pop() {
        let node = graph
            .nodes
            .iter()
            .find(|node| node.id == id)
            .expect("every package is a node of the graph");
        for dependency in &node.deps {
            let is_linked = dependency
                .dep_kinds
                .iter()
                .any(|kind| kind.kind == DependencyKind::Normal);
            if is_linked && !ways.contains_key(&dependency.pkg) {
                ways.insert(dependency.pkg.clone(), Some(id.clone()));
                open.push(dependency.pkg.clone());
            }
        }
    }
    ways
}

/// `vault -> age -> tokio`, as far as the first way found goes.
fn way_to(id: &PackageId, ways: &BTreeMap<PackageId, Option<PackageId>>) -> String {
    let mut names: Vec<&str> = iter::successors(Some(id), |id| ways[id].as_ref())
        .map(|id| METADATA[id].name.as_str())
        .collect();
    names.reverse();
    names.join(" -> ")
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a crate has a src folder");
    entries
        .map(|entry| entry.expect("a listed file exists").path())
        .flat_map(|path| {
            if path.is_dir() {
                rust_files(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .filter(|path| !path.ends_with("tests.rs"))
        .collect()
}

/// Tests stand at the end of a file and may read fixtures.
fn without_tests(source: &str) -> &str {
    source.split("#[cfg(test)]").next().unwrap_or(source)
}
