//! Against a real broker (Debian's mosquitto), whose clients are its own tools.

use std::{
    fs::{self, Permissions},
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, channel},
    thread::{self, JoinHandle},
};

use rcgen::{BasicConstraints, CertificateParams, DistinguishedName, IsCa, Issuer, KeyPair};
use tempfile::TempDir;

use super::*;

const SOON: Duration = Duration::from_secs(30);

/// A broker on loopback, with one user whom it lets do everything but send to `walled/…`, and with a certificate of its own authority
/// if it is a sealed one.
struct Broker {
    process: Child,
    port: u16,
    folder: TempDir,
}

impl Broker {
    fn start() -> Self {
        Self::start_with(|_| String::new())
    }

    /// One that speaks by TLS, and has a certificate for this name.
    fn start_sealed(name: &str) -> Self {
        Self::start_with(|folder| {
            let mut authority = CertificateParams::new(Vec::new()).unwrap();
            authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            let key = KeyPair::generate().unwrap();
            let certificate = authority.self_signed(&key).unwrap();
            fs::write(folder.join("ca"), certificate.pem()).unwrap();
            let issuer = Issuer::new(authority, key);
            let own_key = KeyPair::generate().unwrap();
            let mut own = CertificateParams::new(vec![name.to_owned()]).unwrap();
            // Otherwise it would be called as its authority is, which OpenSSL takes for one that signed itself.
            own.distinguished_name = DistinguishedName::new();
            let own = own.signed_by(&own_key, &issuer).unwrap();
            fs::write(folder.join("certificate"), own.pem()).unwrap();
            fs::write(folder.join("key"), own_key.serialize_pem()).unwrap();
            let folder = folder.display();
            format!("certfile {folder}/certificate\nkeyfile {folder}/key\n")
        })
    }

    /// With more settings for its one listener.
    fn start_with(more: impl Fn(&Path) -> String) -> Self {
        let folder = TempDir::new().unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let file = |name: &str| folder.path().join(name).display().to_string();
        fs::write(file("passwords"), "kiosk:word\n").unwrap();
        let hashed = Command::new("mosquitto_passwd")
            .arg("-U")
            .arg(file("passwords"))
            .status();
        assert!(hashed.expect("mosquitto is installed").success());
        fs::write(
            file("rights"),
            "user kiosk\ntopic readwrite door/#\ntopic read walled/#\n",
        )
        .unwrap();
        let settings = format!(
            "listener {port} 127.0.0.1\n{}user root\nallow_anonymous false\npassword_file {}\nacl_file {}\n",
            more(folder.path()),
            file("passwords"),
            file("rights")
        );
        fs::write(file("settings"), settings).unwrap();
        let mut broker = Command::new("mosquitto");
        broker.arg("-c").arg(file("settings")).stderr(Stdio::null());
        let process = broker.spawn().expect("mosquitto is installed");
        let until = Instant::now() + SOON;
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < until, "the broker starts");
            thread::sleep(Duration::from_millis(20));
        }
        let login = folder.path().join("login");
        fs::write(&login, "kiosk\nword\n").unwrap();
        fs::set_permissions(&login, Permissions::from_mode(0o600)).unwrap();
        Self {
            process,
            port,
            folder,
        }
    }

    fn gate(&self, rest: &str) -> MqttGate {
        let login = self.folder.path().join("login");
        let text = format!("mqtt:127.0.0.1:{}/{rest},login={}", self.port, login.display());
        let Ok(GateTarget::Mqtt(target)) = text.parse() else {
            panic!("{text}")
        };
        let times = GateTimes {
            passage: Duration::from_millis(700),
            ..GateTimes::default()
        };
        MqttGate::new(target, times)
    }

    /// One of the broker's own tools; by line, also into a pipe.
    fn tool(&self, name: &str, args: &[&str]) -> Command {
        let mut command = Command::new("stdbuf");
        let port = self.port.to_string();
        command.args(["-oL", name, "-V", "5", "-h", "127.0.0.1", "-p", &port]);
        command.args(["-u", "kiosk", "-P", "word"]).args(args);
        let authority = self.folder.path().join("ca");
        if authority.exists() {
            command.arg("--cafile").arg(authority);
        }
        command
    }

    fn send(&self, args: &[&str]) {
        assert!(self.tool("mosquitto_pub", args).status().unwrap().success());
    }

    /// The gate's controller: what it hears at `topic`, answered with a message to `answers` if given.
    fn controller(&self, topic: &str, answers: Option<&str>) -> Controller {
        let mut listen = self.tool("mosquitto_sub", &["-t", topic, "-v", "-d"]);
        let mut process = listen.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let answer =
            answers.map(|topic| self.tool("mosquitto_pub", &["-t", topic, "-m", "turned", "-q", "1"]));
        let (tell, told) = channel();
        let (listens, is_listening) = channel();
        thread::spawn(move || {
            let mut answer = answer;
            for line in lines.map_while(Result::ok) {
                if line.starts_with("Subscribed") {
                    let _ = listens.send(());
                } else if line.contains(" open") && !line.starts_with("Client") {
                    let answered = answer.as_mut().map(|answer| answer.status().unwrap());
                    assert!(answered.is_none_or(|status| status.success()));
                    let _ = tell.send(line);
                }
            }
        });
        let controller = Controller { process, told };
        is_listening.recv_timeout(SOON).expect("it listens");
        controller
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

struct Controller {
    process: Child,
    told: Receiver<String>,
}

impl Controller {
    /// All that it was told, ended.
    fn told(&self) -> Vec<String> {
        let mut told = Vec::new();
        while let Ok(line) = self.told.recv_timeout(Duration::from_millis(500)) {
            told.push(line);
        }
        told
    }
}

impl Drop for Controller {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn soon() -> Instant {
    Instant::now() + SOON
}

fn why(error: &GateError) -> String {
    let source = error.source().expect("it says why");
    let deeper = source.source().map(ToString::to_string).unwrap_or_default();
    format!("{source}: {deeper}")
}

#[test]
fn a_gate_is_told_once_and_tells_that_somebody_went_through() {
    let broker = Broker::start();
    let controller = broker.controller("door/open", Some("door/passed"));
    let mut gate = broker.gate("door/open,passed=door/passed");
    gate.ready().unwrap();
    assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::Passed);
    assert_eq!(controller.told(), ["door/open open"]);
}

#[test]
fn each_way_has_its_topic_and_without_a_sensor_nobody_waits() {
    let broker = Broker::start();
    let controller = broker.controller("door/#", None);
    let mut gate = broker.gate("door/in,out=door/out");
    assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::Opened);
    assert_eq!(gate.open(Heading::Out, soon()).unwrap(), Passage::Opened);
    assert_eq!(controller.told(), ["door/in open", "door/out open"]);
}

#[test]
fn where_nobody_goes_through_the_time_runs_out() {
    let broker = Broker::start();
    let controller = broker.controller("door/open", None);
    // What a sensor left behind says nothing about now.
    broker.send(&["-t", "door/passed", "-m", "turned", "-r", "-q", "1"]);
    let mut gate = broker.gate("door/open,passed=door/passed");
    assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::NotPassed);
    assert_eq!(controller.told().len(), 1);
}

/// A message that a broker would keep for it would open the gate when it is back, for whoever stands there.
#[test]
fn a_controller_that_is_away_is_told_and_gets_nothing_later() {
    let broker = Broker::start();
    let mut gate = broker.gate("door/open,passed=door/passed");
    let away = gate.open(Heading::In, soon()).unwrap_err();
    assert!(matches!(away, GateError::Unreachable { .. }), "{away:?}");
    assert!(why(&away).contains("nobody listens"), "{}", why(&away));
    assert_eq!(broker.controller("door/open", None).told(), [""; 0]);
}

#[test]
fn what_the_broker_does_not_allow_is_told() {
    let broker = Broker::start();
    let _controller = broker.controller("walled/open", None);
    let refused = broker.gate("walled/open").open(Heading::In, soon()).unwrap_err();
    assert!(matches!(refused, GateError::Unreachable { .. }), "{refused:?}");
    assert!(why(&refused).contains("not authorised"), "{}", why(&refused));
    let mut stranger = broker.gate("door/open");
    stranger.target.login = None;
    let refused = stranger.ready().unwrap_err();
    assert!(why(&refused).contains("not authorised"), "{}", why(&refused));
}

#[test]
fn a_login_that_others_can_read_is_not_used() {
    let broker = Broker::start();
    let login = broker.folder.path().join("login");
    fs::set_permissions(&login, Permissions::from_mode(0o604)).unwrap();
    let refused = broker.gate("door/open").ready().unwrap_err();
    assert!(why(&refused).contains("chmod"), "{}", why(&refused));
}

#[test]
fn a_broker_that_is_away_or_silent_is_given_up_in_time() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let away = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    for port in [silent.local_addr().unwrap().port(), away] {
        let Ok(GateTarget::Mqtt(target)) = format!("mqtt:127.0.0.1:{port}/door").parse() else {
            panic!()
        };
        let began = Instant::now();
        let refused = MqttGate::new(target, GateTimes::default()).open(Heading::In, soon());
        assert!(
            matches!(refused, Err(GateError::Unreachable { .. })),
            "{refused:?}"
        );
        assert!(began.elapsed() < ANSWER * 4);
    }
}

/// A gate with a sensor, and a broker that says to each packet the next of these, and gives what it hears last.
fn scripted<const N: usize>(answers: [&'static [u8]; N]) -> (MqttGate, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let broker = thread::spawn(move || {
        let (mut line, _) = listener.accept().unwrap();
        for answer in answers {
            let _ = line.read(&mut [0; 1024]).unwrap();
            line.write_all(answer).unwrap();
        }
        let mut last = Vec::new();
        line.read_to_end(&mut last).unwrap();
        last
    });
    let Ok(GateTarget::Mqtt(target)) = format!("mqtt:127.0.0.1:{port}/open,passed=passed").parse() else {
        panic!()
    };
    let times = GateTimes {
        passage: Duration::from_millis(300),
        ..GateTimes::default()
    };
    (MqttGate::new(target, times), broker)
}

const CONNECTED: &[u8] = b"\x20\x03\x00\x00\x00";
const LISTENING: &[u8] = b"\x90\x04\x00\x01\x00\x00";

/// Otherwise the broker's log would be full of lost clients (3.14).
#[test]
fn the_broker_is_told_that_the_conversation_is_over() {
    let (mut gate, broker) = scripted([CONNECTED, LISTENING]);
    gate.ready().unwrap();
    assert_eq!(broker.join().unwrap(), [0xe0, 0]);
}

#[test]
fn a_turnstile_that_is_quicker_than_the_broker_has_turned() {
    const PASSED_THEN_TAKEN: &[u8] = b"\x30\x0a\x00\x06passed\x00!\x40\x02\x00\x02";
    let (mut gate, _broker) = scripted([CONNECTED, LISTENING, PASSED_THEN_TAKEN]);
    assert!(
        gate.describe().ends_with("/open,passed=passed"),
        "{}",
        gate.describe()
    );
    assert!(gate.has_sensor());
    assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::Passed);
}

/// What the broker has kept is about somebody before; what it tells of other things is about nobody.
#[test]
fn a_message_of_before_and_one_of_something_else_let_nobody_through() {
    const TAKEN: &[u8] = b"\x31\x0a\x00\x06passed\x00!\x30\x09\x00\x05other\x00!\x40\x02\x00\x02";
    let (mut gate, _broker) = scripted([CONNECTED, LISTENING, TAKEN]);
    assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::NotPassed);
}

#[test]
fn who_went_through_before_the_gate_was_told_does_not_count() {
    const LISTENING_THEN_PASSED: &[u8] = b"\x90\x04\x00\x01\x00\x00\x30\x0a\x00\x06passed\x00!";
    let (mut gate, _broker) = scripted([CONNECTED, LISTENING_THEN_PASSED, b"\x40\x02\x00\x02"]);
    assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::NotPassed);
}

#[test]
fn a_broker_with_the_right_certificate_is_spoken_to_in_secret() {
    let broker = Broker::start_sealed("127.0.0.1");
    let controller = broker.controller("door/open", Some("door/passed"));
    let authority = broker.folder.path().join("ca");
    let mut gate = broker.gate(&format!(
        "door/open,passed=door/passed,ca={}",
        authority.display()
    ));
    gate.ready().unwrap();
    assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::Passed);
    assert_eq!(gate.open(Heading::In, soon()).unwrap(), Passage::Passed);
    assert_eq!(controller.told(), ["door/open open"; 2]);
}

#[test]
fn a_broker_that_proves_nothing_is_told_no_password() {
    let (broker, other) = (
        Broker::start_sealed("127.0.0.1"),
        Broker::start_sealed("127.0.0.1"),
    );
    let misnamed = Broker::start_sealed("broker.invalid");
    let open = Broker::start();
    let own = |broker: &Broker| broker.folder.path().join("ca");
    let not_a_certificate = broker.folder.path().join("settings");
    for (broker, authority, reason) in [
        (&broker, own(&other), "does not prove"),
        (&misnamed, own(&misnamed), "does not prove"),
        (&open, own(&broker), "the connection to the broker failed"),
        (&broker, not_a_certificate, "cannot be read"),
        (&broker, own(&open), "cannot be read"),
    ] {
        let mut gate = broker.gate(&format!("door/open,ca={}", authority.display()));
        for refused in [gate.ready(), gate.open(Heading::In, soon()).map(|_| ())] {
            let refused = refused.unwrap_err();
            assert!(matches!(refused, GateError::Unreachable { .. }), "{refused:?}");
            assert!(why(&refused).contains(reason), "{}", why(&refused));
        }
    }
}

#[test]
fn a_broker_that_never_finishes_its_greeting_holds_nobody_up() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        // A record of a handshake that comes byte by byte (RFC 8446, 5.1).
        for byte in [0x16, 3, 3, 0x40, 0].into_iter().chain(std::iter::repeat(0)) {
            thread::sleep(Duration::from_millis(50));
            if io::Write::write_all(&mut stream, &[byte]).is_err() {
                return;
            }
        }
    });
    let broker = Broker::start_sealed("127.0.0.1");
    let authority = broker.folder.path().join("ca");
    let text = format!("mqtt:127.0.0.1:{port}/door,ca={}", authority.display());
    let Ok(GateTarget::Mqtt(target)) = text.parse() else {
        panic!("{text}")
    };
    let refused = MqttGate::new(target, GateTimes::default()).ready().unwrap_err();
    assert!(why(&refused).contains("does not answer"), "{}", why(&refused));
}
