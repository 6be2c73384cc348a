use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde::Serialize;
use serde_json::Value;
use tempfile::TempDir;

use crate::{Album, ProcessGroup, Window, binary};

/// A venue in folders of its own: data, owner key, printed paper. All of it is gone when this is dropped.
#[derive(Debug)]
pub struct Venue {
    folder: TempDir,
}

/// What a visitor tells; the fields of the contact file.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Contact {
    pub first_name: String,
    pub last_name: String,
    pub phone: String,
    pub email: String,
    pub address: Address,
}

/// Where a visitor lives.
#[derive(Debug, Clone, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Address {
    pub street: String,
    pub postcode: String,
    pub town: String,
}

impl Contact {
    /// A visitor whose data are found wherever they stand: no part of them occurs by chance.
    pub fn conspicuous() -> Contact {
        Contact {
            first_name: "Besucherin".to_owned(),
            last_name: "Zwölf-Prüfung".to_owned(),
            phone: "+49 171 5550123".to_owned(),
            email: "besucherin.zwoelf@example.org".to_owned(),
            address: Address {
                street: "Nirgendwostraße 12".to_owned(),
                postcode: "99999".to_owned(),
                town: "Musterhausen".to_owned(),
            },
        }
    }

    /// A visitor who is told from others by the number.
    pub fn numbered(number: usize) -> Contact {
        Contact {
            first_name: "Visitor".to_owned(),
            last_name: format!("Number {number}"),
            phone: format!("+49 30 5550{number:04}"),
            email: format!("visitor.{number}@example.org"),
            address: Address {
                street: format!("Teststraße {number}"),
                postcode: "10115".to_owned(),
                town: "Musterstadt".to_owned(),
            },
        }
    }
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
}

/// What the kiosk does with the code of somebody who is inside.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the names of the command line's own values")]
pub enum OnInside {
    Go,
    Stay,
    Ask,
}

impl OnInside {
    fn word(self) -> &'static str {
        match self {
            OnInside::Go => "go",
            OnInside::Stay => "stay",
            OnInside::Ask => "ask",
        }
    }
}

/// One answer of the kiosk to one scan.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// `welcome`, `goodbye`, `ask`, `wait` or `refused`.
    pub verdict: String,
    /// The whole line.
    pub line: Value,
}

/// A kiosk that runs, and is killed when this is dropped.
#[derive(Debug)]
pub struct Run {
    kiosk: ProcessGroup,
}

impl Venue {
    /// A venue that has just been set up.
    pub fn open() -> Venue {
        let venue = Venue {
            folder: TempDir::new().expect("a temporary folder can be made"),
        };
        let passphrase = venue.file("passphrase");
        fs::write(&passphrase, "a passphrase of several plain words\n").expect("the folder is ours");
        venue.must_succeed(
            venue
                .command(&["init", "--venue", "Haus am Test"])
                .arg("--owner-key")
                .arg(venue.file("owner.key"))
                .arg("--passphrase-file")
                .arg(passphrase),
        );
        venue
    }

    /// What the kiosk keeps of its visitors.
    pub fn data_folder(&self) -> PathBuf {
        self.file("data")
    }

    /// Where the printed paper falls.
    pub fn paper_folder(&self) -> PathBuf {
        self.file("paper")
    }

    /// Opens the kiosk's window with a camera that looks at the album.
    pub fn open_window(&self, album: &Album) -> Window {
        let data = self.data_folder();
        let data = data.to_str().expect("temporary folders have plain names");
        let camera = target("picture", album.folder());
        let printer = target("paper", &self.paper_folder());
        Window::open(
            &binary("einlass"),
            &["--data", data, "--camera", &camera, "--printer", &printer],
            &[],
        )
    }

    /// Gives out a pass.
    pub fn pass(&self, contact: &Contact) -> Pass {
        self.make_pass(contact, None)
    }

    /// Gives out a pass with a PIN for the diary.
    pub fn pass_with_pin(&self, contact: &Contact, pin: &str) -> Pass {
        self.make_pass(contact, Some(pin))
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
            .arg(&picture);
        if let Some(pin) = pin {
            let file = holding.join("pin");
            fs::write(&file, pin).expect("the folder is ours");
            command.arg("--pin-file").arg(file);
        }
        let answer = one_line(&self.must_succeed(&mut command));
        Pass {
            pin_id: text(&answer, "pin_id"),
            qr: text(&answer, "qr"),
            receipt: fs::read(receipt).expect("pass new writes the receipt"),
            picture,
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
        verdicts(
            &self
                .must_succeed(self.run_command(album, on_inside).arg("--once"))
                .stdout,
        )
    }

    /// Tries to show the album once; for the cases in which the kiosk is to refuse to run.
    pub fn try_show(&self, album: &Album, on_inside: OnInside) -> Output {
        self.run_command(album, on_inside)
            .arg("--once")
            .output()
            .expect("einlass-ctl starts")
    }

    /// Starts a kiosk that looks at the album over and over.
    pub fn start(&self, album: &Album, on_inside: OnInside) -> Run {
        let mut command = self.run_command(album, on_inside);
        Run {
            kiosk: ProcessGroup::start(command.stdout(Stdio::piped()).stderr(Stdio::null())),
        }
    }

    /// How many visitors are inside.
    pub fn inside(&self) -> u64 {
        let answer = one_line(&self.must_succeed(&mut self.command(&["inside"])));
        answer["inside"]
            .as_u64()
            .unwrap_or_else(|| panic!("no number inside: {answer}"))
    }

    /// `ledger verify` or `ledger rebuild`; panics with the program's words when it finds a fault.
    pub fn ledger(&self, action: &str) {
        self.must_succeed(&mut self.command(&["ledger", action]));
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
        let mut command = Command::new(binary("einlass-ctl"));
        command.args(args).arg("--data").arg(self.data_folder());
        command
    }

    fn must_succeed(&self, command: &mut Command) -> Output {
        let output = command.output().expect("einlass-ctl starts");
        assert!(
            output.status.success(),
            "{command:?}\n{}\n{}{}",
            output.status,
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr),
        );
        output
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

impl Run {
    /// Waits for the first answer.
    pub fn first_verdict(&mut self) -> Verdict {
        let answers = self
            .kiosk
            .leader()
            .stdout
            .as_mut()
            .expect("stdout was asked for as a pipe");
        let mut line = String::new();
        BufReader::new(answers)
            .read_line(&mut line)
            .expect("a kiosk's answers are text");
        verdicts(line.as_bytes())
            .pop()
            .expect("the kiosk ended without an answer")
    }

    /// Kills the kiosk at once, without a chance to tidy up, and returns the answers that it had given.
    pub fn kill(mut self) -> Vec<Verdict> {
        let leader = self.kiosk.leader();
        // It may have ended by itself; then its exit status is the better message.
        if let Some(status) = leader.try_wait().expect("the kiosk is our child") {
            panic!("the kiosk ended before it was killed: {status}");
        }
        leader.kill().expect("the kiosk is our child");
        let mut answers = Vec::new();
        let pipe = leader.stdout.as_mut().expect("stdout was asked for as a pipe");
        pipe.read_to_end(&mut answers)
            .expect("a pipe can be read to its end");
        verdicts(&answers)
    }
}

/// The answers in whole lines; a line that a kill cut off was not given.
fn verdicts(stdout: &[u8]) -> Vec<Verdict> {
    stdout
        .split_inclusive(|byte| *byte == b'\n')
        .filter(|line| line.ends_with(b"\n"))
        .map(|line| {
            let line: Value = serde_json::from_slice(line)
                .unwrap_or_else(|error| panic!("{error} in {:?}", String::from_utf8_lossy(line)));
            Verdict {
                verdict: text(&line, "verdict"),
                line,
            }
        })
        .collect()
}

fn one_line(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{error} in {:?}", String::from_utf8_lossy(&output.stdout)))
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
