use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::rc::Rc;

use serde_json::Value;
use tempfile::TempDir;

use crate::run::{OnInside, Run, Verdict};
use crate::{Album, Answer, Around, Contact, ProcessGroup, Window, binary};

/// Opens the owner's key of a [`Venue`].
pub const PASSPHRASE: &str = "a passphrase of several plain words";

/// A venue in folders of its own: data, owner key, printed paper. All of it is gone when this is dropped.
#[derive(Debug)]
pub struct Venue {
    folder: Rc<TempDir>,
    data: PathBuf,
    around: Around,
    printed: Rc<RefCell<String>>,
}

/// A pass that the venue gave out.
#[derive(Debug, Clone)]
pub struct Pass {
    /// Twelve digits.
    pub pin_id: String,
    /// The text in the pass's QR code.
    pub qr: String,
    /// The printer's bytes of the paper pass.
    pub receipt: Vec<u8>,
    /// A picture of the code, for an [`Album`].
    pub picture: PathBuf,
    /// What takes the pass onto a phone.
    pub phone_link: String,
}

impl Venue {
    /// A venue that has just been set up.
    pub fn open() -> Venue {
        Venue::open_with(None, Around::default())
    }

    /// A venue that has just been set up, its data in `data` if given, by programs that run with something `around` them.
    pub fn open_with(data: Option<&Path>, around: Around) -> Venue {
        let folder = TempDir::new().expect("a temporary folder can be made");
        let venue = Venue {
            data: data.map_or_else(|| folder.path().join("data"), Path::to_owned),
            folder: Rc::new(folder),
            around,
            printed: Rc::default(),
        };
        fs::write(venue.passphrase_file(), format!("{PASSPHRASE}\n")).expect("the folder is ours");
        // Sealed to no machine: a lab's machine opens it as well.
        venue
            .ask_as_owner(&["init", "--venue", "Haus am Test", "--device-key", "file"])
            .line();
        venue
    }

    /// The same venue, its programs run with something else around them.
    pub fn under(&self, around: &Around) -> Venue {
        Venue {
            folder: Rc::clone(&self.folder),
            data: self.data.clone(),
            around: around.clone(),
            printed: Rc::clone(&self.printed),
        }
    }

    /// The same owner and the same papers, another data folder.
    pub fn at(&self, data: &Path) -> Venue {
        Venue {
            data: data.to_owned(),
            ..self.under(&self.around)
        }
    }

    /// What the kiosk keeps of its visitors.
    pub fn data_folder(&self) -> PathBuf {
        self.data.clone()
    }

    /// Where the printed paper falls.
    pub fn paper_folder(&self) -> PathBuf {
        self.file("paper")
    }

    /// The owner's key, encrypted.
    pub fn owner_key(&self) -> PathBuf {
        self.file("owner.key")
    }

    /// What opens the owner's key.
    pub fn passphrase_file(&self) -> PathBuf {
        self.file("passphrase")
    }

    /// A place of the test's own beside the venue's, gone with them.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes such a file.
    pub fn write_file(&self, name: &str, content: &str) -> PathBuf {
        let file = self.file(name);
        fs::write(&file, content).expect("the folder is ours");
        file
    }

    /// Opens the kiosk's window with a camera that looks at the album.
    pub fn open_window(&self, album: &Album) -> Window {
        self.open_window_with(album, &[])
    }

    /// The same, with more options.
    pub fn open_window_with(&self, album: &Album, options: &[&str]) -> Window {
        let data = self.data_folder();
        let data = data.to_str().expect("temporary folders have plain names");
        let camera = target("picture", album.folder());
        let printer = target("paper", &self.paper_folder());
        let always = ["--data", data, "--camera", &camera, "--printer", &printer];
        Window::open(&binary("einlass"), &[&always, options].concat(), &[])
    }

    /// Gives out a pass.
    pub fn pass(&self, contact: &Contact) -> Pass {
        self.make_pass(contact, None)
    }

    /// Gives out a pass with a PIN for the diary.
    pub fn pass_with_pin(&self, contact: &Contact, pin: &str) -> Pass {
        self.make_pass(contact, Some(pin))
    }

    /// Gives out so many passes.
    pub fn passes(&self, count: usize) -> Vec<Pass> {
        (0..count)
            .map(|number| self.pass(&Contact::numbered(number)))
            .collect()
    }

    fn make_pass(&self, contact: &Contact, pin: Option<&str>) -> Pass {
        // Outside of the data folder: these stand for what the visitor holds.
        let holding = tempfile::tempdir_in(self.folder.path())
            .expect("the folder is ours")
            .keep();
        let told = holding.join("contact.json");
        let receipt = holding.join("receipt.bin");
        let picture = holding.join("pass.png");
        fs::write(
            &told,
            serde_json::to_vec(contact).expect("a contact is plain data"),
        )
        .expect("the folder is ours");

        let mut command = self.command(&["pass", "new"]);
        command
            .arg("--contact")
            .arg(&told)
            .arg("--receipt")
            .arg(&receipt)
            .arg("--png")
            .arg(&picture)
            .args(["--phone-page", "https://pass.example.org/"]);
        if let Some(pin) = pin {
            let file = holding.join("pin");
            fs::write(&file, pin).expect("the folder is ours");
            command.arg("--pin-file").arg(file);
        }
        // Its answer is the visitor's pass and is not kept with what all others printed.
        let answer = Answer::of(&mut command).line();
        Pass {
            pin_id: text(&answer, "pin_id"),
            qr: text(&answer, "qr"),
            receipt: fs::read(receipt).expect("pass new writes the receipt"),
            picture,
            phone_link: text(&answer, "phone_link"),
        }
    }

    /// A picture of a code with any text, as a stranger might hold up.
    pub fn code(&self, text: &str) -> PathBuf {
        let png = einlass_receipt::code_png(text, 8, 4).expect("the text fits into a code");
        let folder = tempfile::tempdir_in(self.folder.path())
            .expect("the folder is ours")
            .keep();
        let picture = folder.join("code.png");
        fs::write(&picture, png).expect("the folder is ours");
        picture
    }

    /// Shows the album to a kiosk once and returns its answers in their order.
    pub fn show(&self, album: &Album, on_inside: OnInside) -> Vec<Verdict> {
        Verdict::all(self.try_show(album, on_inside).lines())
    }

    /// Tries to show the album once; for the cases in which something is to go wrong.
    pub fn try_show(&self, album: &Album, on_inside: OnInside) -> Answer {
        self.keep(Answer::of(self.run_command(album, on_inside).arg("--once")))
    }

    /// Starts a kiosk that looks at the album over and over.
    pub fn start(&self, album: &Album, on_inside: OnInside) -> Run {
        Run::start(&mut self.run_command(album, on_inside), self.around.clone())
    }

    /// The same, with one more option that names a file.
    pub fn start_with(&self, album: &Album, option: &str, file: &Path) -> Run {
        let mut command = self.run_command(album, OnInside::Ask);
        Run::start(command.arg(option).arg(file), self.around.clone())
    }

    /// Starts a kiosk with a camera for each album, which it looks at over and over.
    pub fn start_with_two_cameras(&self, one: &Album, other: &Album) -> Run {
        let mut command = self.run_command(one, OnInside::Ask);
        command.arg("--camera").arg(target("picture", other.folder()));
        Run::start(&mut command, self.around.clone())
    }

    /// Starts a kiosk with a gate: the target, and what else is said of it.
    pub fn start_with_gate(&self, album: &Album, on_inside: OnInside, gate: &[&str]) -> Run {
        let mut command = self.run_command(album, on_inside);
        Run::start(command.arg("--gate").args(gate), self.around.clone())
    }

    /// Shows the album once to a kiosk with a gate.
    pub fn show_with_gate(&self, album: &Album, on_inside: OnInside, gate: &[&str]) -> Vec<Verdict> {
        let mut command = self.run_command(album, on_inside);
        command.arg("--once").arg("--gate").args(gate);
        Verdict::all(self.keep(Answer::of(&mut command)).lines())
    }

    /// How many visitors are inside.
    pub fn inside(&self) -> u64 {
        let answer = self.ask(&["inside"]).line();
        answer["inside"]
            .as_u64()
            .unwrap_or_else(|| panic!("no number inside: {answer}"))
    }

    /// The visits that are open now.
    pub fn open_visits(&self) -> Vec<String> {
        let visits = self.ask(&["visit", "list"]).lines();
        visits.iter().map(|visit| text(visit, "visit")).collect()
    }

    /// Has messages leave the house through a mail server on this machine, and gives the file that says so.
    pub fn upstream(&self, port: u16) -> PathBuf {
        let settings = format!(
            r#"{{ "mail": {{ "server": "127.0.0.1", "port": {port}, "security": "plain", "from": "Museum <kiosk@museum.example>" }} }}"#
        );
        self.write_file(&format!("upstream-{port}.json"), &settings)
    }

    /// What `status` says.
    pub fn status(&self) -> Value {
        self.ask(&["status"]).line()
    }

    /// `ledger verify` or `ledger rebuild`; panics with the program's words when it finds a fault.
    pub fn ledger(&self, action: &str) {
        self.ask(&["ledger", action]).line();
    }

    /// Asks `einlass-ctl` about this venue's data folder.
    pub fn ask(&self, args: &[&str]) -> Answer {
        self.keep(Answer::of(&mut self.command(args)))
    }

    /// Asks it with the owner's key.
    pub fn ask_as_owner(&self, args: &[&str]) -> Answer {
        let mut command = self.command(args);
        command.arg("--owner-key").arg(self.owner_key());
        command.arg("--passphrase-file").arg(self.passphrase_file());
        self.keep(Answer::of(&mut command))
    }

    /// Starts `einlass-ctl` on this venue's data folder and does not wait for it; it is killed when this is dropped.
    pub fn begin(&self, args: &[&str]) -> ProcessGroup {
        let mut command = self.command(args);
        ProcessGroup::start(
            command
                .stdin(Stdio::null())
                .stdout(Stdio::null())
                .stderr(Stdio::null()),
        )
    }

    /// The papers that nobody knows of, as `papers list` names them.
    pub fn unsettled_papers(&self) -> Vec<String> {
        let papers = self.ask(&["papers", "list"]).lines();
        papers.iter().map(|paper| text(paper, "paper")).collect()
    }

    /// Everything that has been printed to whoever asked about this venue, but for the passes themselves.
    pub fn printed(&self) -> String {
        self.printed.borrow().clone()
    }

    fn run_command(&self, album: &Album, on_inside: OnInside) -> Command {
        let mut command = self.command(&["run", "--on-inside", on_inside.word()]);
        command
            .arg("--camera")
            .arg(target("picture", album.folder()))
            .arg("--printer")
            .arg(target("paper", &self.paper_folder()));
        command
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = self.around.command(&binary("einlass-ctl"));
        command.args(args).arg("--data").arg(&self.data);
        command
    }

    fn keep(&self, answer: Answer) -> Answer {
        self.printed.borrow_mut().push_str(&answer.printed());
        answer
    }
}

fn text(object: &Value, member: &str) -> String {
    object[member]
        .as_str()
        .unwrap_or_else(|| panic!("no {member} in {object}"))
        .to_owned()
}

fn target(kind: &str, path: &Path) -> String {
    format!("{kind}:{}", path.display())
}
