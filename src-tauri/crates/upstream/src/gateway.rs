//! SMS, handed to whatever gateway the venue has, as long as it takes a message in one HTTP request.
//!
//! A gateway is described by the request that it wants, with blanks in it. The description is taken apart when the settings are
//! read, and a request is put together from its parts, so that a message can never become another parameter, field or header.
//! Nothing is followed or found by itself: no redirections, no proxies from the environment.

mod template;

use std::{collections::BTreeMap, fmt, ops::RangeInclusive, path::PathBuf, time::Duration};

use einlass_domain::recipient::PhoneNumber;
use reqwest::{
    Method, Url,
    blocking::{Client, RequestBuilder, Response},
    header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER},
    redirect,
};
use serde::Deserialize;
use serde_json::Value;
use template::{Blanks, JsonTemplate, PairsTemplate, Template};

use crate::{
    UpstreamError,
    error::Cause,
    host::is_loopback,
    secret::Secret,
    trust::{client_config, own_authority},
};

/// The longest that a gateway can ask to be left alone, in seconds: a day.
const LONGEST_RETRY_AFTER_S: i64 = 24 * 60 * 60;

/// The request that a gateway wants.
///
/// Blanks in the values of the query, in form fields and in JSON texts: `{number}` (`+49…`), `{digits}` (the same without the `+`),
/// `{text}` and `{secret}`. In headers `{secret}` only. Nowhere else; a brace that is none of these is refused.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GatewaySettings {
    /// How it is asked.
    pub method: GatewayMethod,
    /// Where; `https`, but for a gateway on this machine.
    pub url: String,
    /// Headers besides those that belong to the body.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// What is sent in the body.
    pub body: GatewayBody,
    /// A file that has the gateway's secret in it and nothing else, and that not everybody can read.
    pub secret_file: Option<PathBuf>,
    /// First and last status that mean that the message was taken.
    #[serde(default = "default_success")]
    pub success: (u16, u16),
    /// Certificates (PEM) of an authority that is believed besides the machine's.
    pub authority_file: Option<PathBuf>,
    /// How long the whole request may take, in milliseconds.
    #[serde(default = "default_timeout_ms")]
    pub timeout_ms: u64,
}

fn default_success() -> (u16, u16) {
    (200, 299)
}

fn default_timeout_ms() -> u64 {
    30_000
}

/// How a gateway is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum GatewayMethod {
    /// With everything in the query.
    Get,
    /// With a body.
    Post,
    /// With a body.
    Put,
}

/// What is sent in the body.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GatewayBody {
    /// Nothing.
    None,
    /// `application/json` (RFC 8259): this value, with the blanks in its texts filled in.
    Json(Value),
    /// `application/x-www-form-urlencoded` (WHATWG URL): these fields.
    Form(BTreeMap<String, String>),
}

/// Sends SMS. Blocks, also when it is made and dropped; for a thread of its own, outside of any `tokio` task.
pub struct Gateway {
    client: Client,
    method: Method,
    url: Url,
    query: Option<PairsTemplate>,
    headers: Vec<(HeaderName, Template)>,
    body: Body,
    secret: Option<Secret>,
    success: RangeInclusive<u16>,
}

enum Body {
    None,
    Json(JsonTemplate),
    Form(PairsTemplate),
}

impl Gateway {
    /// Checks the settings and reads their files. Says nothing to the gateway yet.
    ///
    /// # Errors
    /// [`UpstreamError::Settings`], [`UpstreamError::File`], [`UpstreamError::ExposedPassword`], [`UpstreamError::Trust`].
    pub fn new(settings: &GatewaySettings) -> Result<Self, UpstreamError> {
        let url = checked_url(&settings.url)?;
        let query = url
            .query()
            .map(|_| PairsTemplate::new(url.query_pairs()))
            .transpose()?;
        let secret = settings.secret_file.as_deref().map(Secret::read).transpose()?;
        let (first, last) = settings.success;
        if first > last || first < 200 || last > 299 {
            return Err(UpstreamError::Settings(
                "success lies between status 200 and 299, the first not after the last",
            ));
        }
        if settings.timeout_ms == 0 {
            return Err(UpstreamError::Settings("answers need more than no time"));
        }
        let gateway = Self {
            client: client(settings)?,
            method: match settings.method {
                GatewayMethod::Get => Method::GET,
                GatewayMethod::Post => Method::POST,
                GatewayMethod::Put => Method::PUT,
            },
            url,
            query,
            headers: headers(&settings.headers)?,
            body: body(settings)?,
            secret,
            success: first..=last,
        };
        gateway.check_blanks()?;
        Ok(gateway)
    }

    /// Sends one text to one number, and comes back when the gateway has taken it. Whether the telephone has got it only the gateway
    /// knows.
    ///
    /// # Errors
    /// [`UpstreamError`]; its outlook says whether to try again. After [`UpstreamError::Unreachable`] the text may be out all the
    /// same: the answer can be what was lost.
    pub fn send(&self, to: &PhoneNumber, text: &str) -> Result<(), UpstreamError> {
        let secret = self.secret.as_ref().map_or("", Secret::expose);
        let request = self.request(&Blanks {
            number: to.expose(),
            text,
            secret,
        })?;
        let answer = request.send().map_err(|error| failure(&error))?;
        let status = answer.status().as_u16();
        if self.success.contains(&status) {
            return Ok(());
        }
        Err(UpstreamError::Answered {
            status,
            retry_after_ms: retry_after_ms(&answer),
        })
    }

    fn request(&self, blanks: &Blanks<'_>) -> Result<RequestBuilder, UpstreamError> {
        let mut url = self.url.clone();
        if let Some(query) = &self.query {
            url.set_query(Some(&query.fill(blanks)));
        }
        let mut headers = HeaderMap::new();
        for (name, value) in &self.headers {
            let mut value = HeaderValue::from_str(&value.fill(blanks))
                .map_err(|_| UpstreamError::Settings("a header cannot hold this secret"))?;
            value.set_sensitive(true);
            headers.insert(name.clone(), value);
        }
        let request = self.client.request(self.method.clone(), url).headers(headers);
        Ok(match &self.body {
            Body::None => request,
            Body::Json(json) => request
                .header(CONTENT_TYPE, "application/json")
                .body(json.fill(blanks).to_string()),
            Body::Form(form) => request
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(form.fill(blanks)),
        })
    }

    /// A description that forgets the number or the text would send, and be paid for, and reach nobody.
    fn check_blanks(&self) -> Result<(), UpstreamError> {
        let mut used: Vec<&'static str> = Vec::new();
        used.extend(self.query.iter().flat_map(PairsTemplate::blanks));
        match &self.body {
            Body::None => {}
            Body::Json(json) => used.extend(json.blanks()),
            Body::Form(form) => used.extend(form.blanks()),
        }
        let in_headers: Vec<_> = self
            .headers
            .iter()
            .flat_map(|(_, value)| value.blanks())
            .collect();
        if in_headers.iter().any(|blank| *blank != "secret") {
            return Err(UpstreamError::Settings(
                "a header has no other blank than {secret}",
            ));
        }
        if !used.contains(&"text") || !(used.contains(&"number") || used.contains(&"digits")) {
            return Err(UpstreamError::Settings(
                "query or body need {text}, and {number} or {digits}",
            ));
        }
        let wants_secret = used.contains(&"secret") || !in_headers.is_empty();
        if wants_secret != self.secret.is_some() {
            return Err(UpstreamError::Settings(
                "{secret} and a secret file belong together",
            ));
        }
        Ok(())
    }
}

fn checked_url(text: &str) -> Result<Url, UpstreamError> {
    let url: Url = text
        .parse()
        .map_err(|_| UpstreamError::Settings("the gateway's address is no web address"))?;
    let host = url.host_str().unwrap_or_default();
    if url.scheme() != "https" && !(url.scheme() == "http" && is_loopback(host)) {
        return Err(UpstreamError::Settings(
            "only a gateway on this machine may be spoken to without encryption",
        ));
    }
    if !url.username().is_empty() || url.password().is_some() || url.fragment().is_some() {
        return Err(UpstreamError::Settings(
            "the gateway's address has a user, a password or a fragment in it",
        ));
    }
    let before_query = text.split('?').next().unwrap_or(text);
    if before_query.contains(['{', '}']) {
        return Err(UpstreamError::Settings(
            "in the gateway's address only values of the query can have blanks",
        ));
    }
    Ok(url)
}

fn headers(settings: &BTreeMap<String, String>) -> Result<Vec<(HeaderName, Template)>, UpstreamError> {
    let header = |(name, value): (&String, &String)| {
        let name: HeaderName = name
            .parse()
            .map_err(|_| UpstreamError::Settings("a header has no such name"))?;
        if value.bytes().any(|byte| !matches!(byte, b' '..=b'~')) {
            return Err(UpstreamError::Settings("a header has such characters in it"));
        }
        Ok((name, Template::parse(value)?))
    };
    settings.iter().map(header).collect()
}

fn body(settings: &GatewaySettings) -> Result<Body, UpstreamError> {
    match (&settings.body, settings.method) {
        (GatewayBody::None, _) => Ok(Body::None),
        (_, GatewayMethod::Get) => Err(UpstreamError::Settings("a GET request has no body")),
        (GatewayBody::Json(value), _) => Ok(Body::Json(JsonTemplate::new(value)?)),
        (GatewayBody::Form(fields), _) => Ok(Body::Form(PairsTemplate::new(fields.iter())?)),
    }
}

fn client(settings: &GatewaySettings) -> Result<Client, UpstreamError> {
    let own = own_authority(settings.authority_file.as_deref())?;
    let timeout = Duration::from_millis(settings.timeout_ms);
    let client = Client::builder()
        .tls_backend_preconfigured(client_config(own)?)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .timeout(timeout)
        .connect_timeout(timeout)
        // Minutes lie between two messages: a kept connection would be a dead one.
        .pool_max_idle_per_host(0)
        .build();
    Ok(client.expect("the TLS configuration is rustls's and of the version that reqwest has"))
}

/// What went wrong, without the address that was asked: it may hold number and text.
fn failure(error: &reqwest::Error) -> UpstreamError {
    if error.is_timeout() {
        return UpstreamError::Unreachable {
            kind: Some(std::io::ErrorKind::TimedOut),
        };
    }
    match Cause::of(error) {
        Cause::Tls(tls) => UpstreamError::Trust(tls),
        Cause::System(kind) => UpstreamError::Unreachable { kind: Some(kind) },
        Cause::Unknown => UpstreamError::Unreachable { kind: None },
    }
}

/// RFC 9110, 10.2.3, the form in seconds; a date would need a clock that both sides share.
fn retry_after_ms(answer: &Response) -> Option<i64> {
    let text = answer.headers().get(RETRY_AFTER)?.to_str().ok()?;
    let seconds: u32 = text.trim().parse().ok()?;
    Some(i64::from(seconds).min(LONGEST_RETRY_AFTER_S) * 1_000)
}

/// Shows where messages go to, and nothing that may be secret.
impl fmt::Debug for Gateway {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gateway({})", self.url.host_str().unwrap_or_default())
    }
}

/// Shows no address, header or field: people put secrets there in spite of the file.
impl fmt::Debug for GatewaySettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GatewaySettings(…)")
    }
}

/// As [`GatewaySettings`].
impl fmt::Debug for GatewayBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GatewayBody(…)")
    }
}

#[cfg(test)]
mod tests;
