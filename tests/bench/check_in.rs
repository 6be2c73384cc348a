//! What a recorded visit costs beside a bare SQLite insert of the same size and durability.

use std::path::Path;
use std::time::Instant;

use einlass_devices::camera::{DrawnCamera, SceneHandle};
use einlass_ledger::Ledger;
use einlass_scan::{FrameSource, GreyFrame, decode};
use einlass_testkit::{START, make_venue};
use rand_core::{OsRng, RngCore};
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use crate::{
    machine,
    measure::{Contestant, Row, in_turns},
    venue::{Door, check_in_draft},
};

const WARM_UP: usize = 10;
/// Few enough that no log grows to SQLite's 1,000 pages: an automatic checkpoint would fall on some contestants and not on others.
const ROUNDS: usize = 200;

/// What was measured of check-ins.
pub(crate) struct CheckIns {
    /// The bare inserts, and what is compared with them.
    pub(crate) beside_an_insert: Vec<Row>,
    pub(crate) reference: Reference,
    /// Mostly the reading of the code, so no multiple of an insert would say anything.
    pub(crate) from_the_frame: Row,
    pub(crate) note: String,
}

/// Medians of the bare inserts, which the others are multiples of.
pub(crate) struct Reference {
    pub(crate) durable_ms: f64,
    pub(crate) not_durable_ms: f64,
}

pub(crate) fn measure() -> CheckIns {
    let mut book = Book::new();
    let row_bytes = book.bytes_of_an_event_row();
    let mut durable = BareTable::new("FULL", row_bytes);
    let mut not_durable = BareTable::new("OFF", row_bytes);
    let mut at_the_code = Door::with_visitors(WARM_UP + ROUNDS);
    let mut at_the_frame = Door::with_visitors(WARM_UP + ROUNDS);
    let scene = SceneHandle::new();
    let mut camera = scene.camera();
    let mut unread_frames = 0;

    let contestants = vec![
        Contestant::new(
            format!("bare SQLite insert of {row_bytes} bytes, WAL, `synchronous=FULL`"),
            || durable.insert(),
        ),
        Contestant::new("the same, `synchronous=OFF`: not durable, for scale", || {
            not_durable.insert()
        }),
        Contestant::timing_itself("check-in recorded: `Ledger::append`, sealed and signed", || {
            let draft = check_in_draft(&mut book.ledger, START);
            let start = Instant::now();
            let appended = book.ledger.append(vec![draft], START, &mut OsRng);
            let took = start.elapsed();
            appended.expect("the ledger takes a visit");
            took
        }),
        Contestant::timing_itself(
            "code → durable event: `Entrance::show_code`, pass verified, profile opened, recorded",
            || {
                let code = at_the_code.next_code();
                let start = Instant::now();
                at_the_code.let_in(code.as_bytes());
                start.elapsed()
            },
        ),
        Contestant::timing_itself(
            "camera frame with a code → durable event: `decode`, then `show_code`",
            || {
                let code = at_the_frame.next_code();
                scene.show(Some(&code)).expect("a pass fits onto the card");
                loop {
                    let frame = next_frame(&mut camera);
                    let start = Instant::now();
                    let sightings = decode(&frame).expect("the decoder survives the picture");
                    if let Some(sighting) = sightings.first() {
                        at_the_frame.let_in(&sighting.payload);
                        break start.elapsed();
                    }
                    unread_frames += 1;
                }
            },
        ),
    ];
    let mut rows = in_turns(WARM_UP, ROUNDS, contestants);
    let from_the_frame = rows.pop().expect("the frame was the last contestant");
    let turns = WARM_UP + ROUNDS;
    CheckIns {
        reference: Reference {
            durable_ms: rows[0].times.median_ms(),
            not_durable_ms: rows[1].times.median_ms(),
        },
        note: format!(
            "Each of {turns} codes was another visitor's, and {} frames were needed to read them.",
            turns + unread_frames
        ),
        from_the_frame,
        beside_an_insert: rows,
    }
}

fn next_frame(camera: &mut DrawnCamera) -> GreyFrame {
    let frame = camera.next_frame().expect("a drawn camera does not fail");
    frame.expect("a drawn camera does not end")
}

/// A ledger that visits are written into without a door before it.
struct Book {
    ledger: Ledger,
    folder: TempDir,
}

impl Book {
    fn new() -> Self {
        let folder = machine::fresh_folder();
        let (mut ledger, _) = make_venue(&folder.path().join("data")).expect("a venue can be made");
        let draft = check_in_draft(&mut ledger, START);
        let appended = ledger.append(vec![draft], START, &mut OsRng);
        appended.expect("the ledger takes a visit");
        ledger.tidy().expect("the log can be cut");
        Self { ledger, folder }
    }

    /// What the row of the visit in it holds, without the live wrap, which is a row of its own.
    fn bytes_of_an_event_row(&self) -> u32 {
        let path = self.folder.path().join("data/ledger.db");
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let bytes = db.and_then(|db| {
            db.query_row(
                "SELECT length(head) + length(body) + length(body_hash) + length(hash) + length(signature)
                 FROM event ORDER BY id DESC LIMIT 1",
                [],
                |row| row.get(0),
            )
        });
        bytes.expect("the newest event is a visit with a body")
    }
}

/// One table, one column, one row a transaction: the least that SQLite can do for as many bytes.
struct BareTable {
    db: Connection,
    row: Vec<u8>,
    _folder: TempDir,
}

impl BareTable {
    fn new(synchronous: &str, row_bytes: u32) -> Self {
        let folder = machine::fresh_folder();
        let db = open_bare(&folder.path().join("bare.db"), synchronous).expect("SQLite makes a database");
        let mut row = vec![0; row_bytes as usize];
        OsRng.fill_bytes(&mut row);
        Self {
            db,
            row,
            _folder: folder,
        }
    }

    fn insert(&mut self) {
        let inserted = self
            .db
            .prepare_cached("INSERT INTO bare (bytes) VALUES (?)")
            .and_then(|mut statement| statement.execute([&self.row]));
        inserted.expect("SQLite takes a row");
    }
}

fn open_bare(path: &Path, synchronous: &str) -> rusqlite::Result<Connection> {
    let db = Connection::open(path)?;
    db.pragma_update(None, "journal_mode", "WAL")?;
    db.pragma_update(None, "synchronous", synchronous)?;
    db.execute_batch(
        "CREATE TABLE bare (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
         PRAGMA wal_checkpoint(TRUNCATE);",
    )?;
    Ok(db)
}
