//! Models that answer: the source of answers as the page sees it, the model in a worker of this page, and one on a server.

mod asking;
mod server;
mod worker;

pub(crate) use asking::{Asking, Offer, Phase};
pub(crate) use server::Address;
pub(crate) use server::models;

use crate::asking::server::{Family, Kind};
use crate::asking::{Answer, Failure, Question};
use server::ServerModel;
use std::fmt;
use std::rc::Rc;
use web_sys::File;
use worker::PageModel;
use yew::Callback;

/// A source of answers. What it tells comes as [`News`].
pub(crate) trait Source {
    /// Asks questions, each with a number of its own, in addition to those that are not answered yet.
    fn ask(&self, questions: &[(u32, Question)]);

    /// Gives up all questions, and what is being opened.
    fn stop(&self);
}

/// A model that is to be opened.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    /// The one that this site offers.
    Offered,
    /// A file of the reader's.
    File(File),
    /// One on a server, by the name that the server knows.
    Server(Address, Family, String),
}

/// A source that was started.
#[derive(Clone)]
pub struct Started(pub(crate) Rc<dyn Source>);

impl PartialEq for Started {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for Started {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Started")
    }
}

/// Starts a source; `engine` is the address of the folder with the engine. What the source tells before it can be heard comes with it.
pub(crate) async fn start(
    engine: Option<&str>,
    opened: &Opened,
    tell: Callback<News>,
) -> Result<(Started, Option<News>), Failure> {
    let file = match opened {
        Opened::Server(address, family, model) => {
            let (source, ready) = ServerModel::start(address, *family, model, tell).await?;
            return Ok((Started(Rc::new(source)), Some(ready)));
        }
        Opened::File(file) => Some(file),
        Opened::Offered => None,
    };
    let engine = engine.ok_or_else(|| Failure::new("engine"))?;
    let source = PageModel::start(engine, file, tell).await?;
    Ok((Started(Rc::new(source)), None))
}

/// Where a model is.
#[derive(Clone, Debug, PartialEq)]
pub enum Place {
    /// In this page.
    Page {
        /// Of its weights.
        bytes: f64,
        /// Where its weights are kept: "disk", "cache", "memory", "full" (in memory since the storage is full) or "file".
        kept: String,
    },
    /// On a server.
    Server {
        /// Name and port.
        host: String,
        /// How it is asked.
        kind: Kind,
        /// See [`crate::asking::server::Server`].
        top: usize,
    },
}

/// What a source tells.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// So much of its weights has been fetched.
    Fetching(Amount),
    /// So much of its weights has been read.
    Reading(Amount),
    /// It answers from now on.
    Ready { name: String, place: Place },
    /// It cannot be opened.
    Failed(Failure),
    /// It has answered questions, by their numbers.
    Answers(Vec<(u32, Result<Answer, Failure>)>),
}

/// How far something is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// In bytes.
    pub(crate) done: f64,
    /// In bytes.
    pub(crate) total: f64,
    /// Seconds that are left, if that can be told.
    pub(crate) left: Option<f64>,
}
