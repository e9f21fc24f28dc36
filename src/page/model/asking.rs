use super::worker;
use super::{Amount, News, Source};
use crate::asking::{Answers, Due, Failure, Question};
use std::collections::HashMap;
use std::rc::Rc;

/// Most questions that a source has at a time: what is asked next may be something else by then.
const AT_ONCE: usize = 32;

/// The model that a site offers.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub(crate) name: String,
    /// In bytes.
    pub(crate) bytes: f64,
    pub(crate) licence: String,
}

impl Offer {
    /// Reads what the folder of the engine offers; `None` if it has no weights.
    pub(crate) async fn of(base: &str) -> Option<Self> {
        let (name, bytes, licence) = worker::offer(base).await?;
        Some(Self {
            name,
            bytes,
            licence,
        })
    }
}

/// What the page has of a model.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Phase {
    /// Nothing: a button asks whether it is wanted.
    #[default]
    Closed,
    /// The reader chooses one. The offer comes a moment later: `None` is not known yet, `Some(None)` is none.
    Choosing(Option<Option<Offer>>),
    /// Its engine is started.
    Starting,
    Fetching(Amount),
    Reading(Amount),
    Ready {
        name: Rc<str>,
        /// Of its weights.
        bytes: f64,
        /// See [`News::Ready`].
        kept: String,
    },
    Failed(Failure),
}

/// The conversation with a model.
#[derive(Default)]
pub(crate) struct Asking {
    pub(crate) phase: Phase,
    pub(crate) answers: Answers,
    /// True if the reader has stopped the questions: nothing is asked until they go on.
    pub(crate) paused: bool,
    source: Option<Rc<dyn Source>>,
    /// Questions that the source has not answered yet.
    sent: HashMap<u32, Question>,
    last: u32,
    /// Number of rows that wait for an answer, and the greatest such number since none waited.
    pub(crate) waiting: usize,
    pub(crate) most_waiting: usize,
}

impl Asking {
    /// The name of the model that answers, if one does.
    pub(crate) fn name(&self) -> Option<&Rc<str>> {
        match &self.phase {
            Phase::Ready { name, .. } => Some(name),
            _ => None,
        }
    }

    /// Takes a source that was started.
    pub(crate) fn set_source(&mut self, source: Rc<dyn Source>) {
        self.source = Some(source);
    }

    /// Ends the conversation, for `phase`.
    pub(crate) fn end(&mut self, phase: Phase) {
        *self = Self {
            phase,
            last: self.last,
            ..Self::default()
        };
    }

    /// Asks what is due, and gives up what nobody waits for any more.
    pub(crate) fn ask(&mut self, due: &Due) {
        self.waiting = due.waiting;
        self.most_waiting = match due.waiting {
            0 => 0,
            waiting => self.most_waiting.max(waiting),
        };
        let Some(source) = &self.source else {
            return;
        };
        let wanted = |question: &Question| due.open.contains(question);
        // Of a long list, all that is sent is still wanted as a rule.
        if self.paused && !self.sent.is_empty() || !self.sent.values().all(wanted) {
            source.stop();
            self.sent.clear();
        }
        if self.paused || self.sent.len() >= AT_ONCE / 2 {
            return;
        }
        let new = due
            .open
            .iter()
            .filter(|question| !self.sent.values().any(|sent| sent == *question));
        let new: Vec<(u32, Question)> = new
            .take(AT_ONCE - self.sent.len())
            .zip(self.last.wrapping_add(1)..)
            .map(|(question, id)| (id, question.clone()))
            .collect();
        let Some((last, _)) = new.last() else {
            return;
        };
        self.last = *last;
        source.ask(&new);
        self.sent.extend(new);
    }

    /// Learns answers; those to questions that were given up are remembered for nobody.
    pub(crate) fn learn(&mut self, answers: Vec<(u32, Result<crate::asking::Answer, Failure>)>) {
        for (id, answer) in answers {
            if let Some(question) = self.sent.remove(&id) {
                self.answers.learn(question, answer);
            }
        }
    }

    /// Takes what a source tells about itself; answers are for [`Self::learn`].
    pub(crate) fn hear(&mut self, news: News) {
        match news {
            News::Fetching(amount) => self.phase = Phase::Fetching(amount),
            News::Reading(amount) => self.phase = Phase::Reading(amount),
            News::Ready { name, bytes, kept } => {
                self.phase = Phase::Ready {
                    name: name.into(),
                    bytes,
                    kept,
                };
            }
            News::Failed(failure) => self.end(Phase::Failed(failure)),
            News::Answers(answers) => self.learn(answers),
        }
    }
}
