//! What a page in this window could do if somebody got a script into it: next to nothing.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use einlass_tests::{Album, Venue, Window};
use serde_json::{Value, json};

use crate::{SOON, text, touch, wait_for_screen};

/// Long enough for a navigation that is allowed to leave the page.
const NAVIGATION_SETTLES: Duration = Duration::from_secs(1);

#[test]
fn a_script_in_the_page_gets_no_further() {
    let venue = Venue::open();
    let album = Album::of_nothing();
    let window = venue.open_window(&album);
    wait_for_screen(&window, "attract");
    window.wait_for("[data-live='true']", SOON);
    let outside = Outside::listen();

    assert_eq!(granted_beyond_our_commands(&window), BTreeMap::new());
    assert_eq!(run_against_the_policy(&window, &outside), [""; 0]);
    assert_eq!(outside.heard(), None);
    assert_eq!(
        window.run_script("return Object.isFrozen(Object.prototype)", &[]),
        true
    );
    the_page_stays(&window, &outside);

    our_commands_work(&window);
}

/// Calls what is not granted, each with arguments that would do. What was not refused for want of a permission comes back.
fn granted_beyond_our_commands(window: &Window) -> BTreeMap<String, String> {
    let calls = [
        (
            "plugin:event|emit",
            json!({ "event": "view-changed", "payload": null }),
        ),
        (
            "plugin:event|emit_to",
            json!({ "target": { "kind": "Any" }, "event": "view-changed", "payload": null }),
        ),
        ("plugin:window|close", json!({ "label": "kiosk" })),
        ("plugin:window|destroy", json!({ "label": "kiosk" })),
        ("plugin:window|hide", json!({ "label": "kiosk" })),
        (
            "plugin:window|set_title",
            json!({ "label": "kiosk", "value": "another" }),
        ),
        ("plugin:window|get_all_windows", json!({})),
        (
            "plugin:window|create",
            json!({ "options": { "label": "second" } }),
        ),
        (
            "plugin:webview|create_webview_window",
            json!({ "options": { "label": "second", "url": "index.html" } }),
        ),
        ("plugin:webview|internal_toggle_devtools", json!({})),
        ("plugin:webview|print", json!({ "label": "kiosk" })),
        ("plugin:app|version", json!({})),
        ("plugin:app|app_hide", json!({})),
        ("plugin:path|resolve_directory", json!({ "directory": 21 })),
        ("plugin:image|from_path", json!({ "path": "/etc/hostname" })),
        ("plugin:resources|close", json!({ "rid": 0 })),
        ("plugin:menu|new", json!({ "kind": "Menu", "handler": null })),
        ("plugin:tray|new", json!({ "options": {}, "handler": null })),
        ("plugin:fs|read_file", json!({ "path": "/etc/hostname" })),
        ("plugin:shell|open", json!({ "path": "/etc/hostname" })),
        ("plugin:opener|open_path", json!({ "path": "/etc/hostname" })),
        (
            "plugin:http|fetch",
            json!({ "clientConfig": { "url": "http://127.0.0.1:1" } }),
        ),
        ("foo", json!({})),
    ];
    let call = "
        return window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
            .then((answer) => `answered: ${JSON.stringify(answer)}`, (error) => `refused: ${error}`)";
    let answers = calls.map(|(command, arguments)| {
        let answer = text(&window.run_script(call, &[json!(command), arguments]));
        (command.to_owned(), answer)
    });
    let refused = |answer: &str| {
        answer.starts_with("refused: ") && (answer.contains("not allowed") || answer.contains("not found"))
    };
    answers
        .into_iter()
        .filter(|(_, answer)| !refused(answer))
        .collect()
}

/// Tries to run what is not in our files and to reach another machine; what the content security policy let pass comes back.
fn run_against_the_policy(window: &Window, outside: &Outside) -> Vec<String> {
    let attempts = "
        const outside = arguments[0];
        const passed = [];
        window.ran = () => passed.push('inline script');
        const add = (name, properties) => {
            const element = Object.assign(document.createElement(name), properties);
            document.body.append(element);
            return element;
        };
        add('script', { textContent: 'window.ran()' });
        add('script', { src: 'data:text/javascript,window.ran()' });
        add('div', { innerHTML: '<img src=\"data:,\" onerror=\"window.ran()\">' });
        add('style', { textContent: 'body { --styled: 1 }' });
        if (getComputedStyle(document.body).getPropertyValue('--styled')) passed.push('inline style');
        try { new Function('window.ran()')(); } catch {}
        try { setTimeout('window.ran()'); } catch {}
        try { new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))).onmessage = () => passed.push('worker'); } catch {}
        add('script', { src: outside });
        add('link', { rel: 'stylesheet', href: outside });
        add('iframe', { src: outside });
        add('object', { data: outside });
        add('img', { src: outside });
        add('video', { src: outside });
        add('base', { href: outside });
        if (document.baseURI.startsWith(outside)) passed.push('base');
        try { new WebSocket(outside.replace('http', 'ws')).onopen = () => passed.push('socket'); } catch {}
        try { navigator.sendBeacon(outside, 'x'); } catch {}
        try { new EventSource(outside); } catch {}
        const blocked = [];
        document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
        return fetch(outside, { mode: 'no-cors', signal: AbortSignal.timeout(1000) })
            .then(() => passed.push('fetch'), () => undefined)
            .then(() => new Promise((resolve) => setTimeout(resolve, 1000)))
            .then(() => {
                if (!blocked.includes('connect-src')) passed.push(`fetch (only ${blocked} were blocked)`);
                return passed;
            })";
    let passed = window.run_script(attempts, &[json!(outside.address())]);
    let passed = passed.as_array().expect("the script returns a list");
    passed.iter().map(text).collect()
}

/// The page cannot be left, replaced, closed or doubled.
fn the_page_stays(window: &Window, outside: &Outside) {
    window.run_script("window.stillTheSamePage = true", &[]);
    let ways = [
        "location.assign(arguments[0])",
        "location.assign('https://example.org/')",
        "location.replace('file:///etc/hostname')",
        "location.assign('data:text/html,gone')",
        "location.assign('javascript:document.body.remove()')",
        "location.assign('about:blank')",
        "window.opened = window.open(arguments[0])",
        "window.opened = window.open('index.html')",
        "const link = document.createElement('a'); link.href = arguments[0]; link.target = '_blank';
         document.body.append(link); link.click()",
        "const link = document.createElement('a'); link.href = 'data:,x'; link.download = 'x';
         document.body.append(link); link.click()",
        "const form = document.createElement('form'); form.action = arguments[0];
         document.body.append(form); form.submit()",
        "const meta = document.createElement('meta'); meta.httpEquiv = 'refresh';
         meta.content = `0;url=${arguments[0]}`; document.head.append(meta)",
    ];
    for way in ways {
        window.run_script(way, &[json!(outside.address())]);
        thread::sleep(NAVIGATION_SETTLES);
        // Clicking a link, the engine connects before it asks whether it may follow, and then says nothing.
        assert_eq!(outside.heard().unwrap_or_default(), "", "{way}");
        let state = window.run_script(
            "return [window.stillTheSamePage ?? false, window.opened ?? null, document.querySelector('main')?.dataset.screen]",
            &[],
        );
        assert_eq!(state, json!([true, null, "attract"]), "{way}");
    }
}

fn our_commands_work(window: &Window) {
    let frame = "
        return window.__TAURI_INTERNALS__.invoke('preview_frame').then((bytes) => {
            const header = new DataView(bytes);
            return [header.getUint16(0, true), header.getUint16(2, true), bytes.byteLength, header.getUint8(22)];
        })";
    let [width, height, bytes, luma] = [640, 480, 22 + 640 * 480, 200];
    assert_eq!(window.run_script(frame, &[]), json!([width, height, bytes, luma]));

    let view =
        "return window.__TAURI_INTERNALS__.invoke('view').then((view) => [view.venue, view.screen.name])";
    assert_eq!(window.run_script(view, &[]), json!(["Haus am Test", "attract"]));

    let look = "return window.__TAURI_INTERNALS__.invoke('look')";
    let usual = json!({ "accent": null, "logo": null, "pictures": [], "screenSize": null });
    assert_eq!(window.run_script(look, &[]), usual);

    let nonsense = "
        return window.__TAURI_INTERNALS__.invoke('act', { request: arguments[0] }).then(() => 'taken', () => 'refused')";
    for request in [
        json!(null),
        json!({ "kind": "unlock" }),
        json!({ "kind": "digit", "digit": 256 }),
        json!({ "kind": "formNext", "values": [{ "field": "pin", "value": "1" }] }),
    ] {
        assert_eq!(
            window.run_script(nonsense, std::slice::from_ref(&request)),
            "refused",
            "{request}"
        );
    }
    let act = "return window.__TAURI_INTERNALS__.invoke('act', { request: { kind: 'openKeypad' } })";
    assert_eq!(window.run_script(act, &[]), Value::Null);
    wait_for_screen(window, "keypad");
    touch(window, "back");
    wait_for_screen(window, "attract");
}

/// A place that stands for every machine but this one.
struct Outside {
    listener: TcpListener,
}

impl Outside {
    fn listen() -> Outside {
        let listener = TcpListener::bind("127.0.0.1:0").expect("the machine has a free port");
        listener.set_nonblocking(true).expect("a listener can be polled");
        Outside { listener }
    }

    fn address(&self) -> String {
        let address = self.listener.local_addr().expect("a bound socket has an address");
        format!("http://{address}/")
    }

    /// What was said by whoever connected since the last call; empty when nothing was said.
    fn heard(&self) -> Option<String> {
        let mut visitor = match self.listener.accept() {
            Ok((visitor, _)) => visitor,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::WouldBlock, "{error}");
                return None;
            }
        };
        let mut said = [0; 200];
        visitor.set_nonblocking(true).expect("a connection can be polled");
        let length = visitor.read(&mut said).unwrap_or(0);
        Some(String::from_utf8_lossy(&said[..length]).into_owned())
    }
}
