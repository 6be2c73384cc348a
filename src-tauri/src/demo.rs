//! The demonstration: a venue made anew at each start, whose visitors come and go before a drawn camera.

use std::{fs, path::Path, sync::Weak, thread, time::Duration};

use einlass_devices::camera::SceneHandle;
use einlass_domain::{
    contact::{ContactDraft, Field},
    time::Clock,
};
use einlass_kiosk::{Entrance, RegisterError, Screen, Station, SystemClock, Touch};
use einlass_ledger::{DataFolder, Ledger, LedgerError, Opening, SealedBy};
use einlass_vault::OwnerKey;
use rand_core::OsRng;
use tauri::async_runtime::block_on;

const VISITORS: usize = 5;
/// Shown now and then: not every code opens this door.
const STRANGER: &str = "https://example.org/ticket/4711";

/// The drawn scene and who appears in it.
pub(crate) struct Demo {
    scene: SceneHandle,
}

impl Demo {
    /// An empty hall.
    pub(crate) fn new() -> Self {
        Self {
            scene: SceneHandle::new(),
        }
    }

    /// What the camera looks at.
    pub(crate) fn scene(&self) -> SceneHandle {
        self.scene.clone()
    }

    /// A fresh venue in `folder`. Its owner's key is thrown away: what visitors type here nobody can ever read.
    pub(crate) fn make_venue(folder: &Path) -> Result<Ledger, LedgerError> {
        if folder.exists() {
            // Taken and let go: another demonstration that runs there is told, not robbed.
            drop(DataFolder::take(folder)?);
            fs::remove_dir_all(folder).map_err(LedgerError::Folder)?;
        }
        let opening = Opening {
            name: "Stadtmuseum".to_owned(),
            time_zone: "Europe/Berlin".to_owned(),
            sealed_by: SealedBy::File,
        };
        let owner = OwnerKey::make(&mut OsRng);
        let folder = DataFolder::make(folder)?;
        Ledger::create(folder, opening, &owner, SystemClock.now(), &mut OsRng)
    }

    /// Registers the visitors; gives the codes of their passes.
    pub(crate) fn invite(ledger: Ledger) -> Result<(Ledger, Vec<String>), RegisterError> {
        let mut entrance = Entrance::new(ledger, SystemClock, OsRng, None);
        let codes = (1..=VISITORS).map(|number| {
            let mut contact = ContactDraft::default();
            contact.set(Field::FirstName, "Demo".to_owned());
            contact.set(Field::LastName, format!("Visitor {number}"));
            contact.set(Field::Phone, format!("0000 {number}"));
            contact.set(Field::Street, "Museum".to_owned());
            entrance
                .register(
                    contact.check().expect("a demo visitor fills the form correctly"),
                    None,
                )
                .map(|pass| pass.code)
        });
        let codes = codes.collect::<Result<_, _>>()?;
        Ok((entrance.into_ledger(), codes))
    }

    /// Lets visitors come and go until the station is gone. Waits whenever somebody uses the screen.
    pub(crate) fn play(self, visitors: Vec<String>, station: Weak<Station>) {
        let play = move || {
            let people = visitors.iter().map(String::as_str).chain([STRANGER]);
            for code in people.cycle() {
                if self.visit(code, &station).is_none() {
                    return;
                }
            }
        };
        thread::Builder::new()
            .name("demo".into())
            .spawn(play)
            .expect("the system gives a thread at start");
    }

    /// One person steps up, is answered, touches *Go* if asked, and steps aside. None when the station is gone.
    fn visit(&self, code: &str, station: &Weak<Station>) -> Option<()> {
        wait_for(station, |screen| *screen == Screen::Attract)?;
        thread::sleep(Duration::from_secs(3));
        wait_for(station, |screen| *screen == Screen::Attract)?;
        self.scene
            .show(Some(code))
            .expect("the code of a pass fits a card");
        for _ in 0..40 {
            thread::sleep(Duration::from_millis(100));
            if screen(station)? != Screen::Attract {
                break;
            }
        }
        thread::sleep(Duration::from_millis(1_500));
        self.scene.show(None).expect("no code always fits");
        if matches!(screen(station)?, Screen::GoOrStay { .. }) {
            thread::sleep(Duration::from_millis(1_500));
            // A guest of the demonstration may have touched first; then this touch finds nothing to do.
            block_on(station.upgrade()?.touch(Touch::Go));
        }
        Some(())
    }
}

fn wait_for(station: &Weak<Station>, wanted: impl Fn(&Screen) -> bool) -> Option<()> {
    while !wanted(&screen(station)?) {
        thread::sleep(Duration::from_millis(200));
    }
    Some(())
}

fn screen(station: &Weak<Station>) -> Option<Screen> {
    Some(station.upgrade()?.snapshots().borrow().screen.clone())
}
