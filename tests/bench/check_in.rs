//! What a recorded visit costs beside a bare insert of the same size and durability, in SQLite and in SQLCipher.

use std::time::{Duration, Instant};

use einlass_devices::camera::{DrawnCamera, SceneHandle};
use einlass_domain::pin_id::PinId;
use einlass_ledger::Ledger;
use einlass_scan::{FrameSource, GreyFrame, decode};
use einlass_testkit::{START, make_venue};
use rand_core::OsRng;
use rusqlite::{Connection, OpenFlags};
use tempfile::TempDir;

use crate::{
    bare::BareTable,
    machine,
    measure::{Contestant, Row, in_turns},
    neighbour::Neighbour,
    venue::{Door, check_in_draft},
};

const WARM_UP: usize = 10;
/// Few enough that no log grows to SQLite's 1,000 pages: an automatic checkpoint would fall on some contestants and not on others.
const ROUNDS: usize = 300;

/// What was measured of check-ins.
pub(crate) struct CheckIns {
    /// The bare inserts, and what is compared with them.
    pub(crate) beside_an_insert: Vec<Row>,
    pub(crate) reference: Reference,
    /// Mostly the reading of the code, so no multiple of an insert would say anything.
    pub(crate) from_the_frame: Row,
    pub(crate) notes: Vec<String>,
}

/// Medians of the durable bare inserts, which the others are multiples of.
pub(crate) struct Reference {
    pub(crate) sqlite_ms: f64,
    /// None where SQLCipher was not built.
    pub(crate) sqlcipher_ms: Option<f64>,
}

pub(crate) fn measure() -> CheckIns {
    let mut prepared = Book::new();
    let mut unprepared = Book::new();
    let row_bytes = prepared.bytes_of_an_event_row();
    let mut durable = Bare::new("FULL", row_bytes);
    let mut not_durable = Bare::new("OFF", row_bytes);
    let mut sqlite = Neighbour::with_sqlite(row_bytes);
    let mut sqlcipher = Neighbour::with_sqlcipher(row_bytes);
    let mut notes = vec![match &sqlcipher {
        Some(sqlcipher) => format!("{}; {}.", sqlite.name, sqlcipher.name),
        None => "SQLCipher was not measured: `./dev bench` builds its program.".to_owned(),
    }];
    let mut at_the_code = Door::with_visitors(WARM_UP + ROUNDS);
    let mut at_the_frame = Door::with_visitors(WARM_UP + ROUNDS);
    let scene = SceneHandle::new();
    let mut camera = scene.camera();
    let mut unread_frames = 0;

    let mut contestants = vec![
        Contestant::new(
            format!("bare SQLite insert of {row_bytes} bytes, WAL, `synchronous=FULL`"),
            || durable.table.insert(),
        ),
        Contestant::timing_itself("the same in a process of its own", || sqlite.insert()),
    ];
    if let Some(sqlcipher) = &mut sqlcipher {
        contestants.push(Contestant::timing_itself(
            "the same in SQLCipher, in a process of its own",
            || sqlcipher.insert(),
        ));
    }
    contestants.extend([
        Contestant::new("the same, `synchronous=OFF`: not durable, for scale", || {
            not_durable.table.insert()
        }),
        Contestant::timing_itself(
            "**check-in recorded**: `Ledger::append`, sealed, chained, signed",
            || {
                let done = prepared.ledger.prepare(&mut OsRng);
                done.expect("the owner's key is one that can be sealed to");
                prepared.check_in()
            },
        ),
        Contestant::timing_itself("the same, nothing done ahead of it", || unprepared.check_in()),
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
    ]);
    let mut rows = in_turns(WARM_UP, ROUNDS, contestants);
    let turns = WARM_UP + ROUNDS;
    notes.push(format!(
        "Each of {turns} codes was another visitor's, and {} frames were needed to read them.",
        turns + unread_frames
    ));
    let from_the_frame = rows.pop().expect("the frame was the last contestant");
    CheckIns {
        reference: Reference {
            sqlite_ms: rows[0].times.median_ms(),
            sqlcipher_ms: sqlcipher.is_some().then(|| rows[2].times.median_ms()),
        },
        notes,
        from_the_frame,
        beside_an_insert: rows,
    }
}

fn next_frame(camera: &mut DrawnCamera) -> GreyFrame {
    let frame = camera.next_frame().expect("a drawn camera does not fail");
    frame.expect("a drawn camera does not end")
}

/// A bare table of this process, in a folder of its own.
struct Bare {
    table: BareTable,
    _folder: TempDir,
}

impl Bare {
    fn new(synchronous: &str, row_bytes: u32) -> Self {
        let folder = machine::fresh_folder();
        let table = BareTable::make(folder.path(), "", synchronous, row_bytes);
        Self {
            table: table.expect("SQLite makes a database"),
            _folder: folder,
        }
    }
}

/// A ledger that visits are written into without a door before it.
struct Book {
    ledger: Ledger,
    folder: TempDir,
}

impl Book {
    fn new() -> Self {
        let folder = machine::fresh_folder();
        let (ledger, _) = make_venue(&folder.path().join("data")).expect("a venue can be made");
        let mut book = Self { ledger, folder };
        // Makes the key of the day, which is no check-in's business but the first one's.
        book.check_in();
        book.ledger.tidy().expect("the log can be cut");
        book
    }

    /// Somebody comes; what `append` alone took.
    fn check_in(&mut self) -> Duration {
        let draft = check_in_draft(&mut self.ledger, PinId::make(&mut OsRng), START);
        let start = Instant::now();
        let appended = self.ledger.append(vec![draft], START, &mut OsRng);
        let took = start.elapsed();
        appended.expect("the ledger takes a visit");
        took
    }

    /// All that the row of the visit in it holds.
    fn bytes_of_an_event_row(&self) -> u32 {
        let path = self.folder.path().join("data/ledger.db");
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY);
        let bytes = db.and_then(|db| {
            db.query_row(
                "SELECT length(head) + length(body) + length(body_hash) + length(hash) + length(signature) + length(live)
                 FROM event ORDER BY id DESC LIMIT 1",
                [],
                |row| row.get(0),
            )
        });
        bytes.expect("the newest event is a visit with a body")
    }
}
