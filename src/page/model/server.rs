//! A server of the reader's: the way to it over `fetch`, and a [`Source`] that asks it.

use super::{News, Place, Source};
use crate::asking::server::{self, Family, Listed, Request, Response, Server, Transport};
use crate::asking::{Failure, Question};
use crate::page::{dom, host};
use crate::state::{MAX_LABEL_CHARS, clean_label};
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use gloo_timers::future::TimeoutFuture;
use js_sys::{Object, Promise, Reflect, Uint8Array};
use serde_json::Value;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, Headers, ReadableStreamDefaultReader, RequestCache, RequestCredentials,
    RequestInit, RequestMode, RequestRedirect, Url,
};
use yew::Callback;

/// Most questions that are asked at a time.
const AT_ONCE: usize = 4;

/// Longest body that is read, in bytes: the longest that is asked for has some ten kilobytes.
const MAX_BODY: usize = 4 << 20;

/// Longest wait for an answer, in milliseconds: a large model on a slow machine reads a long prompt.
const PATIENCE_MS: u32 = 180_000;

/// Attempts at a request where the server is busy or failing, and the wait before the second, in milliseconds; each further wait is
/// twice as long.
const ATTEMPTS: u32 = 5;
const FIRST_WAIT_MS: u32 = 500;

/// Wait for an event that a failure brings with it, in milliseconds.
const EVENT_MS: u32 = 50;

/// Longest wait that a server can ask for, in milliseconds.
const MAX_WAIT_MS: f64 = 30_000.0;

/// Where a server is, and the key that it asks for. It lives as long as the page, and is in nothing that is kept or shared.
#[derive(Clone, Default, PartialEq)]
pub struct Address {
    /// As it was typed.
    pub(crate) typed: Rc<str>,
    pub(crate) key: Rc<str>,
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the key.
        f.debug_struct("Address")
            .field("typed", &self.typed)
            .finish_non_exhaustive()
    }
}

impl Address {
    /// The address without what is not of it: a path of OpenAI's interface, a slash, a query.
    ///
    /// # Errors
    /// `server_address` if it is none of a web server.
    fn base(&self) -> Result<Url, Failure> {
        let problem = || Failure::about("server_address", &self.typed);
        let typed = self.typed.trim();
        if typed.is_empty() {
            return Err(Failure::new("server_no_address"));
        }
        let typed = match typed.contains("://") {
            true => typed.to_owned(),
            false => format!("http://{typed}"),
        };
        let url = Url::new(&typed).map_err(|_| problem())?;
        let is_web = ["http:", "https:"].contains(&url.protocol().as_str());
        if !is_web || url.hostname().is_empty() || !url.username().is_empty() {
            return Err(problem());
        }
        url.set_search("");
        url.set_hash("");
        let mut path = url.pathname();
        for end in [
            "/chat/completions",
            "/completions",
            "/models",
            "/v1",
            "/api/generate",
            "/api",
        ] {
            path.truncate(path.trim_end_matches('/').trim_end_matches(end).len());
        }
        url.set_pathname(&path);
        Ok(url)
    }
}

/// Asks a server for its models.
pub(crate) async fn models(address: &Address) -> Result<Listed, Failure> {
    server::models(&Fetch::new(address)?).await
}

/// The way to a server. What is under way ends when this is dropped.
struct Fetch {
    /// Without a slash at its end.
    base: String,
    /// Host and port.
    host: String,
    url: Url,
    key: Rc<str>,
    under_way: RefCell<Vec<AbortController>>,
    /// Number of times that everything was given up.
    stops: Cell<u32>,
    /// True if a Content-Security-Policy has forbidden a request.
    forbidden: Rc<Cell<bool>>,
    _violations: Option<EventListener>,
}

impl Drop for Fetch {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Fetch {
    fn new(address: &Address) -> Result<Self, Failure> {
        let url = address.base()?;
        let forbidden = Rc::new(Cell::new(false));
        let origin = url.origin();
        let violations = dom::document().map(|document| {
            let forbidden = Rc::clone(&forbidden);
            EventListener::new(&document, "securitypolicyviolation", move |event| {
                let blocked = host::get(event, "blockedURI").and_then(|uri| uri.as_string());
                if blocked.is_some_and(|uri| uri.starts_with(&origin)) {
                    forbidden.set(true);
                }
            })
        });
        Ok(Self {
            base: url.href().trim_end_matches('/').to_owned(),
            host: url.host(),
            key: address.key.trim().into(),
            url,
            under_way: RefCell::default(),
            stops: Cell::default(),
            forbidden,
            _violations: violations,
        })
    }

    /// Gives up what is under way.
    fn stop(&self) {
        self.stops.set(self.stops.get().wrapping_add(1));
        for controller in self.under_way.take() {
            controller.abort();
        }
    }

    /// Sends a request once.
    async fn attempt(&self, request: &Request) -> Result<(Response, Option<f64>), Failure> {
        let controller = AbortController::new().map_err(|_| Failure::new("server_gone"))?;
        self.under_way.borrow_mut().push(controller.clone());
        let late = Rc::new(Cell::new(false));
        let timeout = Timeout::new(PATIENCE_MS, {
            let (late, controller) = (Rc::clone(&late), controller.clone());
            move || {
                late.set(true);
                controller.abort();
            }
        });
        let stops = self.stops.get();
        let result = self.fetch(request, &controller).await;
        drop(timeout);
        self.under_way
            .borrow_mut()
            .retain(|other| *other != controller);
        match result {
            Err(_) if self.stops.get() != stops => Err(Failure::new("stopped")),
            Err(_) if late.get() => Err(Failure::about("server_silent", &self.host)),
            Err(Some(failure)) => Err(failure),
            Err(None) => Err(self.diagnosis().await),
            Ok(response) => Ok(response),
        }
    }

    /// Sends a request; `Err(None)` where the browser does not tell why it failed.
    async fn fetch(
        &self,
        request: &Request,
        controller: &AbortController,
    ) -> Result<(Response, Option<f64>), Option<Failure>> {
        let options = RequestInit::new();
        options.set_method(if request.body.is_some() {
            "POST"
        } else {
            "GET"
        });
        options.set_signal(Some(&controller.signal()));
        options.set_credentials(RequestCredentials::Omit);
        options.set_cache(RequestCache::NoStore);
        options.set_redirect(RequestRedirect::Manual);
        // The address of this page has the reader's texts in it.
        let _ = Reflect::set(&options, &"referrerPolicy".into(), &"no-referrer".into());
        let headers = Headers::new().map_err(|_| None)?;
        if let Some(body) = &request.body {
            let _ = headers.set("Content-Type", "application/json");
            options.set_body(&body.to_string().into());
        }
        if !self.key.is_empty() {
            let header = format!("Bearer {}", self.key);
            // Only what a header can carry is a key.
            let set = headers.set("Authorization", &header);
            set.map_err(|_| Some(Failure::new("server_key_letters")))?;
        }
        options.set_headers(&headers);
        let url = format!("{}{}", self.base, request.path);
        let window = dom::window().ok_or(None)?;
        let response = JsFuture::from(window.fetch_with_str_and_init(&url, &options))
            .await
            .map_err(|_| None)?;
        let response: web_sys::Response = response.dyn_into().map_err(|_| None)?;
        if response.type_() == web_sys::ResponseType::Opaqueredirect {
            return Err(Some(Failure::about("server_redirects", &self.host)));
        }
        let wait = response.headers().get("Retry-After").ok().flatten();
        let wait = wait.and_then(|seconds| seconds.trim().parse().ok());
        let body = match response.body() {
            Some(stream) => {
                let reader = ReadableStreamDefaultReader::new(&stream).map_err(|_| None)?;
                self.body(&reader).await?
            }
            None => Vec::new(),
        };
        Ok((
            Response {
                status: response.status(),
                body: String::from_utf8_lossy(&body).into_owned(),
            },
            wait,
        ))
    }

    /// Reads a body up to its end, or up to a length that none has that was asked for.
    async fn body(&self, reader: &ReadableStreamDefaultReader) -> Result<Vec<u8>, Option<Failure>> {
        let mut bytes = Vec::new();
        loop {
            let chunk = JsFuture::from(reader.read()).await.map_err(|_| None)?;
            if host::get(&chunk, "done").is_some_and(|done| done.is_truthy()) {
                return Ok(bytes);
            }
            let chunk: Option<Uint8Array> =
                host::get(&chunk, "value").and_then(|value| value.dyn_into().ok());
            let chunk = chunk.ok_or(None)?;
            if bytes.len() + chunk.length() as usize > MAX_BODY {
                let _ = reader.cancel();
                return Err(Some(Failure::about("server_endless", &self.host)));
            }
            bytes.extend(chunk.to_vec());
        }
    }

    /// Why a request failed of which the browser does not tell why. It tries whether something is there at all.
    async fn diagnosis(&self) -> Failure {
        let about = |code| Failure::about(code, &self.host);
        let Some(window) = dom::window() else {
            return about("server_gone");
        };
        if !window.navigator().on_line() && !is_loopback(&self.url.hostname()) {
            return about("server_offline");
        }
        let options = RequestInit::new();
        options.set_mode(RequestMode::NoCors);
        options.set_credentials(RequestCredentials::Omit);
        options.set_cache(RequestCache::NoStore);
        let _ = Reflect::set(&options, &"referrerPolicy".into(), &"no-referrer".into());
        let url = format!("{}/v1/models", self.base);
        let probe = JsFuture::from(window.fetch_with_str_and_init(&url, &options)).await;
        // The event of a forbidden request comes after its failure.
        TimeoutFuture::new(EVENT_MS).await;
        if self.forbidden.get() {
            return about("server_policy");
        }
        if probe.is_ok() {
            let origin = window.location().origin().unwrap_or_default();
            return Failure::about("server_cors", &origin);
        }
        if self.is_withheld().await {
            return about("server_local");
        }
        let secure = window
            .location()
            .protocol()
            .is_ok_and(|protocol| protocol == "https:");
        if secure && self.url.protocol() == "http:" && !is_loopback(&self.url.hostname()) {
            return about("server_mixed");
        }
        about("server_gone")
    }

    /// Returns whether the browser withholds addresses of this machine or this network from the page: since version 142, Chrome asks
    /// the reader (<https://developer.chrome.com/blog/local-network-access>).
    async fn is_withheld(&self) -> bool {
        let hostname = self.url.hostname();
        let names = match (is_loopback(&hostname), is_local(&hostname)) {
            (true, _) => ["loopback-network", "local-network-access"],
            (_, true) => ["local-network", "local-network-access"],
            _ => return false,
        };
        for name in names {
            if let Some(state) = permission(name).await {
                return state == "denied";
            }
        }
        false
    }
}

impl Transport for Fetch {
    async fn send(&self, request: Request) -> Result<Value, Failure> {
        let stops = self.stops.get();
        let mut wait = FIRST_WAIT_MS;
        for attempt in 1.. {
            let (response, asked) = self.attempt(&request).await?;
            let answer = server::read(&response).map_err(|failure| self.without_key(failure));
            let again = attempt < ATTEMPTS
                && (answer.as_ref()).is_err_and(|failure| {
                    ["server_busy", "server_error"].contains(&failure.code.as_str())
                });
            if !again {
                return answer;
            }
            let asked = asked.map(|seconds: f64| (seconds * 1000.0).clamp(0.0, MAX_WAIT_MS) as u32);
            TimeoutFuture::new(asked.unwrap_or(wait)).await;
            wait *= 2;
            if self.stops.get() != stops {
                break;
            }
        }
        Err(Failure::new("stopped"))
    }
}

impl Fetch {
    /// A server may repeat the key in its message.
    fn without_key(&self, mut failure: Failure) -> Failure {
        if !self.key.is_empty() {
            failure.about = failure.about.replace(&*self.key, "…");
        }
        failure
    }
}

/// The state of a permission; `None` where the browser does not know it.
async fn permission(name: &str) -> Option<String> {
    let descriptor = Object::new();
    Reflect::set(&descriptor, &"name".into(), &name.into()).ok()?;
    let permissions = host::get(&dom::window()?.navigator(), "permissions")?;
    let query: js_sys::Function = host::get(&permissions, "query")?.dyn_into().ok()?;
    let promise: Promise = query
        .call1(&permissions, &descriptor)
        .ok()?
        .dyn_into()
        .ok()?;
    let status: JsValue = JsFuture::from(promise).await.ok()?;
    host::get(&status, "state")?.as_string()
}

/// Returns whether a host name is this machine's own.
fn is_loopback(name: &str) -> bool {
    name == "localhost"
        || name.ends_with(".localhost")
        || name.starts_with("127.")
        || name == "[::1]"
}

/// Returns whether a host name is one of a local network: private addresses and names of `.local`.
fn is_local(name: &str) -> bool {
    let private_172 = name.strip_prefix("172.").is_some_and(|rest| {
        let second = rest.split('.').next().and_then(|part| part.parse().ok());
        second.is_some_and(|part: u8| (16..32).contains(&part))
    });
    ["10.", "192.168.", "169.254.", "[fc", "[fd", "[fe80"]
        .iter()
        .any(|start| name.starts_with(start))
        || private_172
        || name.ends_with(".local")
}

/// A model on a server.
pub(crate) struct ServerModel {
    inner: Rc<Inner>,
}

struct Inner {
    server: Server,
    fetch: Fetch,
    waiting: RefCell<VecDeque<(u32, Question)>>,
    /// Number of questions that are being asked.
    running: Cell<usize>,
    tell: Callback<News>,
}

impl ServerModel {
    /// Tries how a server answers. Returns it, and what it tells about itself.
    pub(crate) async fn start(
        address: &Address,
        family: Family,
        model: &str,
        tell: Callback<News>,
    ) -> Result<(Self, News), Failure> {
        let fetch = Fetch::new(address)?;
        let server = server::open(&fetch, family, model).await?;
        let name: String = clean_label(server.name())
            .chars()
            .take(MAX_LABEL_CHARS)
            .collect();
        let ready = News::Ready {
            // Links have this name in them, so it is never the address.
            name: match name.is_empty() {
                true => "model".to_owned(),
                false => name,
            },
            place: Place::Server {
                host: fetch.host.clone(),
                kind: server.kind,
                top: server.top,
            },
        };
        let inner = Inner {
            server,
            fetch,
            waiting: RefCell::default(),
            running: Cell::default(),
            tell,
        };
        Ok((
            Self {
                inner: Rc::new(inner),
            },
            ready,
        ))
    }
}

impl Drop for ServerModel {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Source for ServerModel {
    fn ask(&self, questions: &[(u32, Question)]) {
        self.inner
            .waiting
            .borrow_mut()
            .extend(questions.iter().cloned());
        for _ in self.inner.running.get()..AT_ONCE {
            Inner::next(&self.inner);
        }
    }

    fn stop(&self) {
        self.inner.waiting.borrow_mut().clear();
        self.inner.fetch.stop();
        self.inner.running.set(0);
    }
}

impl Inner {
    /// Asks the next question that waits, and after it the one after.
    fn next(this: &Rc<Self>) {
        let Some((id, question)) = this.waiting.borrow_mut().pop_front() else {
            return;
        };
        this.running.set(this.running.get() + 1);
        let this = Rc::clone(this);
        let stops = this.fetch.stops.get();
        spawn_local(async move {
            let answer = server::ask(&this.fetch, &this.server, &question).await;
            // Of what was given up nothing is told, and nothing follows.
            if this.fetch.stops.get() != stops {
                return;
            }
            this.running.set(this.running.get().saturating_sub(1));
            let mut answers = vec![(id, answer)];
            // Where there is no way to the server, the others would wait in vain.
            if let [(_, Err(failure))] = answers.as_slice()
                && is_of_the_way(failure)
            {
                let failure = failure.clone();
                let rest = this.waiting.take().into_iter();
                answers.extend(rest.map(|(id, _)| (id, Err(failure.clone()))));
            }
            this.tell.emit(News::Answers(answers));
            Self::next(&this);
        });
    }
}

/// Returns whether a failure is one of every question.
fn is_of_the_way(failure: &Failure) -> bool {
    let codes = [
        "server_gone",
        "server_offline",
        "server_policy",
        "server_cors",
        "server_local",
        "server_mixed",
        "server_redirects",
        "server_key",
        "server_silent",
    ];
    codes.contains(&failure.code.as_str())
}
