//! The machine with somebody at the end of each wire.

use std::fs;
use std::path::{Path, PathBuf};

use einlass_tests::{Contact, Pass, Venue};

use crate::camera::Camera;
use crate::figures::Figures;
use crate::hand_scanners::{Serial, Typing};
use crate::kiosk::Kiosk;
use crate::machine::Machine;
use crate::printer::Printer;
use crate::usb_pictures::UsbCamera;
use crate::wire::{Control, Lines, Socket};
use crate::{Outcome, initrd};

/// What the scenes are played with.
pub(crate) struct Lab {
    pub(crate) control: Control,
    pub(crate) camera: Camera,
    pub(crate) usb_camera: UsbCamera,
    pub(crate) printer: Printer,
    pub(crate) serial: Serial,
    pub(crate) typing: Typing,
    pub(crate) kiosk: Kiosk,
    /// Two visitors' passes, given out before the machine was started.
    pub(crate) passes: Vec<Pass>,
    /// What a camera read from the pass that was printed here.
    pub(crate) printed_code: Option<String>,
    pub(crate) figures: Figures,
    pub(crate) machine: Machine,
    /// Where the report and its pictures go.
    pub(crate) out: PathBuf,
    // Last: the machine is off before its folder is gone.
    _folder: tempfile::TempDir,
}

impl Lab {
    pub(crate) fn start(kernel: &Path, out: &Path) -> Outcome<Self> {
        fs::create_dir_all(out).map_err(|why| format!("{}: {why}", out.display()))?;
        // Sockets have short names only, so no folder of the build will do.
        let folder = tempfile::tempdir().map_err(|why| why.to_string())?;
        let venue = Venue::open();
        let passes = venue.passes(2);
        let archive = folder.path().join("initrd");
        initrd::build(kernel, &venue.data_folder(), folder.path(), &archive)?;

        let socket = |name| Socket::new(folder.path(), name);
        let names = [
            "control",
            "picture",
            "usb-picture",
            "printer",
            "serial",
            "keyboard",
            "told",
            "complaints",
        ];
        let sockets = names.map(socket).into_iter().collect::<Outcome<Vec<_>>>()?;
        let machine = Machine::start(kernel, &archive, folder.path(), &sockets)?;
        let wires = sockets
            .into_iter()
            .map(Socket::wire)
            .collect::<Outcome<Vec<_>>>()?;
        let [
            control,
            picture,
            usb_picture,
            printer,
            serial,
            keyboard,
            told,
            complaints,
        ] = <[_; 8]>::try_from(wires).map_err(|_| "a wire for each name")?;
        let control = Control::new(control).map_err(|why| format!("{why}; {}", machine.console()))?;
        Ok(Self {
            control,
            camera: Camera::new(picture),
            usb_camera: UsbCamera::new(usb_picture),
            printer: Printer::new(printer)?,
            serial: Serial::new(serial),
            typing: Typing::new(keyboard),
            kiosk: Kiosk::new(Lines::of(told), Lines::of(complaints)),
            passes,
            printed_code: None,
            figures: Figures::default(),
            machine,
            out: out.to_owned(),
            _folder: folder,
        })
    }
}

/// A list of visitors as `passes prepare` takes it.
pub(crate) fn visitors(numbers: &[usize]) -> String {
    let line = |number: &usize| {
        let contact = Contact::numbered(*number);
        format!(
            "{};{};{}\\n",
            contact.first_name, contact.last_name, contact.email
        )
    };
    let lines: String = numbers.iter().map(line).collect();
    format!("first_name;last_name;email\\n{lines}")
}
