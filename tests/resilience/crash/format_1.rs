//! A data folder of format 1, as the first program that had one wrote it: two days of two visits each, of which one has not ended.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use minicbor::bytes::ByteVec;

/// Name and content of each file (CBOR).
const FILES: &[u8] = include_bytes!("format-1.bin");

/// Puts it into an empty folder.
pub(crate) fn unpack(folder: &Path) {
    let files: BTreeMap<String, ByteVec> = minicbor::decode(FILES).expect("the file is as it was made");
    fs::create_dir_all(folder.join("keys")).expect("a folder can be made");
    for (name, content) in files {
        fs::write(folder.join(name), &**content).expect("there is room for a folder in memory");
    }
}
