use std::path::Path;
use std::sync::LazyLock;

use cargo_metadata::{Metadata, MetadataCommand, Package};

/// What cargo knows of the workspace and of everything it is built from on Linux.
pub(crate) static METADATA: LazyLock<Metadata> = LazyLock::new(|| {
    MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(
            ["--locked", "--filter-platform", "x86_64-unknown-linux-gnu"]
                .map(String::from)
                .to_vec(),
        )
        .exec()
        .expect("cargo metadata answers in a checked-out workspace")
});

/// The repository's top folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests crate is a folder of the repository")
}

/// Our own crate of the given name without the `einlass-` in front; `einlass` itself is the shell.
pub(crate) fn crate_named(short_name: &str) -> &'static Package {
    METADATA
        .workspace_packages()
        .into_iter()
        .find(|package| self::short_name(&package.name) == short_name)
        .unwrap_or_else(|| panic!("the workspace has no crate {short_name}"))
}

/// `einlass-ledger` is `ledger` in the table.
pub(crate) fn short_name(package: &str) -> &str {
    package.strip_prefix("einlass-").unwrap_or(package)
}
