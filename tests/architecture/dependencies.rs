//! The table of who may use whom. A crate that grows a new arrow changes this table and the plan with it, on purpose.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::DependencyKind;

use crate::workspace::{METADATA, short_name};

/// Crate, and the crates of ours that it may use. Development dependencies are free.
const MAY_USE: &[(&str, &[&str])] = &[
    // 0 pure
    ("domain", &[]),
    ("vault", &["domain"]),
    ("scan", &["domain"]),
    ("receipt", &["domain"]),
    // 1 adapters, which do not see each other
    ("ledger", &["domain", "vault"]),
    ("devices", &["domain", "scan", "receipt"]),
    ("upstream", &["domain"]),
    // 2 the application
    (
        "kiosk",
        &["domain", "vault", "scan", "receipt", "ledger", "devices"],
    ),
    // 3 the contract with the screen
    ("api", &["domain", "kiosk"]),
    // 4 binaries
    (
        "ctl",
        &[
            "domain", "vault", "scan", "receipt", "ledger", "devices", "upstream", "kiosk",
        ],
    ),
    (
        "einlass",
        &[
            "domain", "vault", "scan", "receipt", "ledger", "devices", "upstream", "kiosk", "api",
        ],
    ),
    // for tests only
    (
        "testkit",
        &["domain", "vault", "scan", "receipt", "ledger", "devices"],
    ),
    (
        "tests",
        &[
            "domain", "vault", "scan", "receipt", "ledger", "devices", "kiosk", "api", "testkit",
        ],
    ),
];

#[test]
fn every_crate_stands_in_the_table_and_every_row_is_a_crate() {
    let rows: BTreeSet<&str> = MAY_USE.iter().map(|(name, _)| *name).collect();
    let crates: BTreeSet<&str> = METADATA
        .workspace_packages()
        .iter()
        .map(|package| short_name(&package.name))
        .collect();

    assert_eq!(rows, crates, "left: the table; right: the workspace");
}

#[test]
fn crates_use_only_what_the_table_allows() {
    let table: BTreeMap<&str, &[&str]> = MAY_USE.iter().copied().collect();

    let forbidden: Vec<String> = arrows()
        .into_iter()
        .filter(|(from, to)| {
            !table
                .get(from.as_str())
                .is_some_and(|allowed| allowed.contains(&to.as_str()))
        })
        .map(|(from, to)| format!("{from} -> {to}"))
        .collect();

    assert!(forbidden.is_empty(), "not in the table: {}", forbidden.join(", "));
}

#[test]
fn the_table_itself_points_downwards_only() {
    let mut above: BTreeSet<&str> = BTreeSet::new();
    for (name, allowed) in MAY_USE {
        let upwards: Vec<_> = allowed
            .iter()
            .filter(|used| !above.contains(**used) && **used != "testkit")
            .collect();
        assert!(
            upwards.is_empty(),
            "{name} uses {upwards:?}, which stands below it in the table"
        );
        above.insert(name);
    }
}

/// Our crates' normal and build dependencies on each other, for every target and optional ones too.
fn arrows() -> Vec<(String, String)> {
    let packages = METADATA.workspace_packages();
    let ours: BTreeSet<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    packages
        .iter()
        .flat_map(|package| {
            package
                .dependencies
                .iter()
                .map(move |dependency| (package, dependency))
        })
        .filter(|(_, dependency)| dependency.kind != DependencyKind::Development)
        .filter(|(_, dependency)| ours.contains(dependency.name.as_str()))
        .map(|(package, dependency)| {
            (
                short_name(&package.name).to_owned(),
                short_name(&dependency.name).to_owned(),
            )
        })
        .collect()
}
