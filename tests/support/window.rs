use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{env, fmt, process, thread};

use reqwest::Method;
use reqwest::blocking::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{Display, ProcessGroup};

/// The member of a JSON object by which WebDriver names an element (W3C WebDriver, section 12.2).
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
const DRIVER_STARTS_WITHIN: Duration = Duration::from_secs(20);
const CALL_ANSWERS_WITHIN: Duration = Duration::from_secs(60);
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(50);
/// The driver's search fails, in changing words, when the page changes meanwhile.
const FIND_TRIES: u32 = 5;
/// Several windows at a time starve each other on a small machine.
static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// A window of the real program, driven as a visitor's finger would, through WebKitGTK's WebDriver.
///
/// It has its own display and its own folders, so that windows of several tests do not meet. Elements are named by CSS
/// selectors. Every method panics when the window does not answer. Dropping it kills the program, without a chance to tidy up.
/// One window is open at a time in a test program: another waits in [`Window::open`] until the first is dropped.
#[derive(Debug)]
pub struct Window {
    session_url: String,
    client: Client,
    // In this order: first the window goes, then its display and folders, then it is the next one's turn.
    _driver: ProcessGroup,
    display: Display,
    _home: TempDir,
    _turn: MutexGuard<'static, ()>,
}

impl Window {
    /// Starts the program with the arguments and further environment variables, and waits for its page.
    pub fn open(program: &Path, args: &[&str], env: &[(&str, &str)]) -> Window {
        // A test that failed with its window open has dropped it all the same.
        let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let display = Display::open();
        let home = TempDir::new().expect("a temporary folder can be made");
        let port = free_port();
        let driver = ProcessGroup::start(&mut driver_command(port, &display, home.path(), env));
        // The product's reqwest has TLS without a provider of ciphers, and its client panics where there is none, also for plain HTTP.
        // Another test of this program has installed it already: that is fine.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .timeout(CALL_ANSWERS_WITHIN)
            .no_proxy()
            .build()
            .expect("a client without TLS has nothing to load");
        let driver_url = format!("http://127.0.0.1:{port}");
        wait_for_driver(&client, &driver_url);

        // No browserName: the driver refuses every name that is not its own idea of the program's name.
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "webkitgtk:browserOptions": { "binary": program, "args": args }
        } } });
        let session = call(
            &client,
            Method::POST,
            &format!("{driver_url}/session"),
            Some(&wanted),
        )
        .unwrap_or_else(|fault| panic!("{} opens no window: {fault}", program.display()));
        let id = session["sessionId"]
            .as_str()
            .expect("a new session has an id")
            .to_owned();
        let session_url = format!("{driver_url}/session/{id}");
        Window {
            session_url,
            client,
            _driver: driver,
            display,
            _home: home,
            _turn: turn,
        }
    }

    /// Whether an element is there now.
    pub fn has(&self, css: &str) -> bool {
        // In one step: WebDriver's own search fails when the element goes while it is being found.
        let look = "return document.querySelector(arguments[0]) !== null";
        self.run_script(look, &[json!(css)]) == true
    }

    /// Waits until an element is there; panics after `timeout` with what the window showed instead.
    pub fn wait_for(&self, css: &str, timeout: Duration) {
        self.wait_until(css, timeout, || self.has(css));
    }

    /// Waits until the element's text has `part` in it; panics after `timeout` with what the window showed instead.
    pub fn wait_for_text(&self, css: &str, part: &str, timeout: Duration) {
        // In one step: between finding an element and reading it, it may have been replaced.
        let read = "return document.querySelector(arguments[0])?.innerText ?? ''";
        self.wait_until(&format!("{part:?} in {css}"), timeout, || {
            let text = self.run_script(read, &[json!(css)]);
            text.as_str().is_some_and(|text| text.contains(part))
        });
    }

    fn wait_until(&self, what: &str, timeout: Duration, is_so: impl Fn() -> bool) {
        let deadline = Instant::now() + timeout;
        while !is_so() {
            if Instant::now() > deadline {
                panic!("no {what} after {timeout:?}; {}", self.describe());
            }
            thread::sleep(LOOK_AGAIN_AFTER);
        }
    }

    /// Touches the element.
    pub fn click(&self, css: &str) {
        self.element_call(Method::POST, css, "click", Some(&json!({})));
    }

    /// Types into the element, as a keyboard would.
    pub fn type_keys(&self, css: &str, keys: &str) {
        self.element_call(Method::POST, css, "value", Some(&json!({ "text": keys })));
    }

    /// The element's text as it is shown.
    pub fn text(&self, css: &str) -> String {
        self.element_call(Method::GET, css, "text", None)
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The element's attribute, if it has it.
    pub fn attribute(&self, css: &str, name: &str) -> Option<String> {
        self.element_call(Method::GET, css, &format!("attribute/{name}"), None)
            .as_str()
            .map(String::from)
    }

    /// What the JavaScript function body returns, or what its promise brings; it finds `args` in `arguments`.
    pub fn run_script(&self, body: &str, args: &[Value]) -> Value {
        let script = json!({ "script": body, "args": args });
        self.session_call(Method::POST, "/execute/sync", Some(&script))
            .unwrap_or_else(|fault| panic!("the script failed: {fault}\n{body}"))
    }

    /// Keeps a picture of the whole display.
    pub fn take_picture(&self, file: &Path) {
        self.display.take_picture(file);
    }

    fn find(&self, css: &str) -> Option<String> {
        let query = json!({ "using": "css selector", "value": css });
        let mut tries_left = FIND_TRIES;
        loop {
            tries_left -= 1;
            match self.session_call(Method::POST, "/element", Some(&query)) {
                Ok(element) => {
                    let id = element[ELEMENT].as_str().expect("an element has an id");
                    return Some(id.to_owned());
                }
                Err(fault) if fault.error == "no such element" => return None,
                Err(fault) if tries_left == 0 => panic!("looking for {css}: {fault}"),
                Err(_replaced_meanwhile) => thread::sleep(LOOK_AGAIN_AFTER),
            }
        }
    }

    fn element_call(&self, method: Method, css: &str, action: &str, body: Option<&Value>) -> Value {
        let Some(id) = self.find(css) else {
            panic!("no {css}; {}", self.describe())
        };
        self.session_call(method, &format!("/element/{id}/{action}"), body)
            .unwrap_or_else(|fault| panic!("{action} of {css}: {fault}; {}", self.describe()))
    }

    fn session_call(&self, method: Method, path: &str, body: Option<&Value>) -> Result<Value, Fault> {
        call(&self.client, method, &format!("{}{path}", self.session_url), body)
    }

    /// What a person would see, for the message of a failed test.
    fn describe(&self) -> String {
        let picture = failure_picture();
        self.take_picture(&picture);
        let page = self.session_call(
            Method::POST,
            "/execute/sync",
            Some(&json!({ "script": "return location.href + '\\n' + document.body.innerText", "args": [] })),
        );
        format!("picture: {}\npage: {page:?}", picture.display())
    }
}

/// The error that a driver answers with (W3C WebDriver, section 6.6), or why there was no answer.
#[derive(Debug)]
struct Fault {
    error: String,
    message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.error, self.message)
    }
}

impl From<reqwest::Error> for Fault {
    fn from(error: reqwest::Error) -> Fault {
        Fault {
            error: "no answer".to_owned(),
            message: format!("{error:?}"),
        }
    }
}

fn call(client: &Client, method: Method, url: &str, body: Option<&Value>) -> Result<Value, Fault> {
    let request = client.request(method, url);
    let request = match body {
        Some(body) => request.json(body),
        None => request,
    };
    let mut answer: Value = request.send()?.json()?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        None => Ok(value),
        Some(error) => Err(Fault {
            error: error.to_owned(),
            message: value["message"].as_str().unwrap_or_default().to_owned(),
        }),
    }
}

fn driver_command(port: u16, display: &Display, home: &Path, env: &[(&str, &str)]) -> Command {
    let mut driver = Command::new("WebKitWebDriver");
    driver
        .arg(format!("--port={port}"))
        .env("DISPLAY", display.name())
        .env_remove("WAYLAND_DISPLAY")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env("XDG_CACHE_HOME", home.join("cache"))
        .env("XDG_STATE_HOME", home.join("state"))
        .env("XDG_RUNTIME_DIR", home)
        .envs(env.iter().copied())
        .stdout(Stdio::null());
    driver
}

fn wait_for_driver(client: &Client, driver_url: &str) {
    let deadline = Instant::now() + DRIVER_STARTS_WITHIN;
    while let Err(fault) = call(client, Method::GET, &format!("{driver_url}/status"), None) {
        assert!(
            Instant::now() < deadline,
            "WebKitWebDriver does not answer: {fault}"
        );
        thread::sleep(LOOK_AGAIN_AFTER);
    }
}

/// A port that was free a moment ago: the driver cannot choose one itself and tell.
fn free_port() -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("the machine has a free port");
    listener
        .local_addr()
        .expect("a bound socket has an address")
        .port()
}

fn failure_picture() -> PathBuf {
    env::temp_dir().join(format!("einlass-window-{}.png", process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Comes with WebKitGTK, so it is wherever the window can be built.
    const BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

    #[test]
    fn drives_a_page_of_a_browser_with_the_same_engine() {
        let folder = TempDir::new().unwrap();
        let window = Window::open(Path::new(BROWSER), &["--automation"], &[]);
        window.run_script(
            "document.body.innerHTML = arguments[0];
             greet.onclick = () => {
                 answer.textContent = 'Guten Tag, ' + document.getElementById('name').value;
                 setTimeout(() => document.body.append(document.createElement('hr')), 200);
             }",
            &[json!(
                "<input id=name><button id=greet>go</button><p id=answer lang=de></p>"
            )],
        );
        window.type_keys("#name", "Zwölf");
        assert!(!window.has("hr"));
        window.click("#greet");
        window.wait_for("hr", Duration::from_secs(10));

        assert_eq!(window.text("#answer"), "Guten Tag, Zwölf");
        assert_eq!(window.attribute("#answer", "lang"), Some("de".to_owned()));
        assert_eq!(window.attribute("#answer", "data-none"), None);
        let picture = folder.path().join("screen.png");
        window.take_picture(&picture);
        let colours = image::open(&picture).unwrap().to_luma8();
        assert_eq!(colours.dimensions(), (1080, 1920));
        assert!(
            colours.pixels().any(|pixel| pixel.0[0] > 200),
            "the display is dark: no window is on it"
        );
    }
}
