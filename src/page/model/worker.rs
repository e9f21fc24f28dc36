//! The model in a worker of this page: `static/model/worker.js`, whose messages it sends and reads.

use super::{Amount, News, Place, Source};
use crate::asking::{Answer, Failure, Question};
use crate::page::{dom, host};
use gloo_events::EventListener;
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, Cache, File, MessageEvent, Response, Url, Worker, WorkerOptions,
    WorkerType,
};
use yew::Callback;

/// Where the engine's files are kept for times without a network; `static/model/weights.js` has the same name.
const CACHE: &str = "calibration-explainer-model";

/// A worker, which ends when this is dropped.
#[derive(Debug)]
pub(crate) struct PageModel {
    worker: Worker,
    _listeners: [EventListener; 2],
}

impl Drop for PageModel {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Source for PageModel {
    fn ask(&self, questions: &[(u32, Question)]) {
        let questions = questions.iter().map(|(id, question)| {
            let labels: Array = question.labels.iter().map(JsValue::from).collect();
            object(&[
                ("id", (*id).into()),
                ("prompt", (&*question.prompt).into()),
                ("labels", labels.into()),
            ])
        });
        let questions: Array = questions.collect();
        self.send(&object(&[("ask", questions.into())]));
    }

    fn stop(&self) {
        self.send(&object(&[("stop", true.into())]));
    }
}

impl PageModel {
    /// Starts the worker of the folder `base` and has it open a file of the reader's, or else the model that the site offers.
    pub(crate) async fn start(
        base: &str,
        file: Option<&File>,
        tell: Callback<News>,
    ) -> Result<Self, Failure> {
        let worker = worker(base).await.ok_or_else(|| Failure::new("engine"))?;
        let heard = EventListener::new(&worker, "message", {
            let tell = tell.clone();
            move |event| {
                let event: &MessageEvent = event.unchecked_ref();
                if let Some(news) = news(&event.data()) {
                    tell.emit(news);
                }
            }
        });
        let broken = EventListener::new(&worker, "error", move |_| {
            tell.emit(News::Failed(Failure::new("engine")));
        });
        let (kind, parts) = match file {
            None => ("offered", Array::new()),
            Some(file) => ("file", Array::of1(file)),
        };
        let model = Self {
            worker,
            _listeners: [heard, broken],
        };
        model.send(&object(&[
            ("open", kind.into()),
            ("base", base.into()),
            // A worker itself does not always know.
            ("online", is_online().into()),
            ("parts", parts.into()),
        ]));
        Ok(model)
    }

    fn send(&self, message: &JsValue) {
        // Fails only for what cannot be copied, of which there is nothing.
        let _ = self.worker.post_message(message);
    }
}

/// Starts the script of the worker: as it is on the server, else as it was when it could last be fetched.
async fn worker(base: &str) -> Option<Worker> {
    let url = format!("{base}worker.js");
    let response = fetched(&url).await;
    let online = response.is_some();
    let own = dom::window()?.location().origin().ok()?;
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    if online && url.starts_with(&format!("{own}/")) {
        return Worker::new_with_options(&url, &options).ok();
    }
    // A worker's own file must be of this origin, and there.
    let response = match response {
        Some(response) => response,
        None => kept(&url).await?,
    };
    let text = JsFuture::from(response.text().ok()?).await.ok()?;
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text), &kind).ok()?;
    let url = Url::create_object_url_with_blob(&blob).ok()?;
    Worker::new_with_options(&url, &options).ok()
}

fn is_online() -> bool {
    dom::window().is_some_and(|window| window.navigator().on_line())
}

/// Fetches a file, and keeps a copy where that is possible.
async fn fetched(url: &str) -> Option<Response> {
    // An attempt would be an error in the console.
    if !is_online() {
        return None;
    }
    let response = JsFuture::from(dom::window()?.fetch_with_str(url))
        .await
        .ok()?;
    let response: Response = response.dyn_into().ok().filter(Response::ok)?;
    if let Some(cache) = cache().await
        && let Ok(copy) = response.clone()
    {
        let _ = JsFuture::from(cache.put_with_str(url, &copy)).await;
    }
    Some(response)
}

async fn kept(url: &str) -> Option<Response> {
    let found = JsFuture::from(cache().await?.match_with_str(url))
        .await
        .ok()?;
    found.dyn_into().ok()
}

/// The browser's cache; `None` on pages without TLS and in windows that keep nothing.
async fn cache() -> Option<Cache> {
    let caches = dom::window()?.caches().ok()?;
    // Not there on a page without TLS.
    if caches.is_undefined() {
        return None;
    }
    JsFuture::from(caches.open(CACHE))
        .await
        .ok()?
        .dyn_into()
        .ok()
}

/// Reads the manifest of the model that a site offers: its name, bytes and licence.
pub(super) async fn offer(base: &str) -> Option<(String, f64, String)> {
    let url = format!("{base}manifest.json");
    let response = match fetched(&url).await {
        Some(response) => response,
        None => kept(&url).await?,
    };
    let promise: Promise = response.json().ok()?;
    let manifest = JsFuture::from(promise).await.ok()?;
    Some((
        text(&manifest, "name")?,
        number(&manifest, "bytes")?,
        text(&manifest, "licence")?,
    ))
}

/// Reads a message of the worker.
fn news(message: &JsValue) -> Option<News> {
    let member = |key: &str| host::get(message, key).filter(|member| !member.is_undefined());
    if let Some(kind) = text(message, "progress") {
        let amount = Amount {
            done: number(message, "done")?,
            total: number(message, "total")?,
            left: number(message, "left"),
        };
        return Some(if kind == "fetch" {
            News::Fetching(amount)
        } else {
            News::Reading(amount)
        });
    }
    if let Some(name) = text(message, "ready") {
        return Some(News::Ready {
            name,
            place: Place::Page {
                bytes: number(message, "bytes")?,
                kept: text(message, "kept")?,
            },
        });
    }
    if let Some(problem) = member("failed") {
        return Some(News::Failed(problem_of(&problem)));
    }
    let answers: Array = member("answers")?.dyn_into().ok()?;
    let answers = answers.iter().filter_map(|answered| {
        let id = number(&answered, "id")? as u32;
        let error = host::get(&answered, "error").filter(|error| !error.is_undefined());
        Some((
            id,
            match error {
                Some(error) => Err(problem_of(&error)),
                None => Ok(answer(&host::get(&answered, "answer")?)?),
            },
        ))
    });
    Some(News::Answers(answers.collect()))
}

fn answer(answer: &JsValue) -> Option<Answer> {
    let list = |key: &str| -> Option<Array> { host::get(answer, key)?.dyn_into().ok() };
    Some(Answer {
        log_probabilities: (list("logProbabilities")?.iter())
            .map(|value| value.as_f64())
            .collect::<Option<_>>()?,
        tokens: (list("tokens")?.iter())
            .map(|value| Some(value.as_f64()? as usize))
            .collect::<Option<_>>()?,
        melts: list("melts")?
            .iter()
            .map(|value| value.is_truthy())
            .collect(),
        at_most: vec![None; list("melts")?.length() as usize],
    })
}

fn problem_of(problem: &JsValue) -> Failure {
    Failure {
        code: text(problem, "code").unwrap_or_default(),
        about: text(problem, "about").unwrap_or_default(),
    }
}

fn text(object: &JsValue, key: &str) -> Option<String> {
    host::get(object, key)?.as_string()
}

fn number(object: &JsValue, key: &str) -> Option<f64> {
    host::get(object, key)?.as_f64()
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in members {
        let _ = Reflect::set(&object, &(*key).into(), value);
    }
    object.into()
}
