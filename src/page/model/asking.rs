use super::worker;
use super::{Amount, News, Place, Source};
use crate::asking::server::Listed;
use crate::asking::{Answer, Answers, Due, Failure, Question};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Most questions that a source has at a time: what is asked next may be something else by then.
const AT_ONCE: usize = 32;

/// Waiting rows from which a second worker is worth its start, of about a second.
const LONG: usize = 50;

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
    /// A server is asked for its models.
    Looking,
    /// The reader chooses one of them.
    Listed(Listed),
    /// It is started.
    Starting,
    Fetching(Amount),
    Reading(Amount),
    Ready {
        name: Rc<str>,
        place: Place,
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
    /// A second worker with the same model, while a long list is asked about.
    helper: Helper,
    /// Questions that the sources have not answered yet, by number; true for those of the helper.
    sent: HashMap<u32, (bool, Question)>,
    last: u32,
    /// Number of rows that wait for an answer, and the greatest such number since none waited.
    pub(crate) waiting: usize,
    pub(crate) most_waiting: usize,
}

#[derive(Default)]
enum Helper {
    #[default]
    None,
    /// It reads the model.
    Starting(Option<Rc<dyn Source>>),
    Ready(Rc<dyn Source>),
    /// It could not start, for want of memory as a rule: nobody tries again.
    Failed,
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

    /// Returns whether a second worker would help, and that one is started from now on.
    pub(crate) fn wants_helper(&mut self) -> bool {
        // Only weights that lie somewhere can be read once more without being loaded once more.
        let lies_somewhere = matches!(&self.phase, Phase::Ready { place: Place::Page { kept, .. }, .. } if matches!(kept.as_str(), "disk" | "cache" | "file"));
        let wants = lies_somewhere
            && !self.paused
            && self.waiting > LONG
            && matches!(self.helper, Helper::None);
        if wants {
            self.helper = Helper::Starting(None);
        }
        wants
    }

    /// Takes the second worker that was started, or that it could not be.
    pub(crate) fn set_helper(&mut self, helper: Option<Rc<dyn Source>>) {
        // The list may be done by now.
        if matches!(self.helper, Helper::Starting(_)) {
            self.helper = match helper {
                Some(helper) => Helper::Starting(Some(helper)),
                None => Helper::Failed,
            };
        }
    }

    /// Takes what the second worker tells.
    pub(crate) fn hear_helper(&mut self, news: News) {
        match news {
            News::Ready { .. } => {
                if let Helper::Starting(Some(helper)) = std::mem::take(&mut self.helper) {
                    self.helper = Helper::Ready(helper);
                }
            }
            News::Failed(_) => {
                self.helper = Helper::Failed;
                // What it was asked is asked again.
                self.sent.retain(|_, (helper, _)| !*helper);
            }
            News::Answers(answers) => self.learn(answers),
            News::Fetching(_) | News::Reading(_) => {}
        }
    }

    /// Asks what is due, and gives up what nobody waits for any more.
    pub(crate) fn ask(&mut self, due: &Due) {
        self.waiting = due.waiting;
        self.most_waiting = match due.waiting {
            0 => 0,
            waiting => self.most_waiting.max(waiting),
        };
        if due.waiting == 0 && !matches!(self.helper, Helper::Failed) {
            self.helper = Helper::None;
        }
        let Some(source) = self.source.clone() else {
            return;
        };
        let mut sources = vec![(false, source)];
        if let Helper::Ready(helper) = &self.helper {
            sources.push((true, Rc::clone(helper)));
        }
        let open: HashSet<&Question> = due.open.iter().collect();
        let unwanted = self
            .sent
            .values()
            .any(|(_, question)| !open.contains(question));
        if unwanted || self.paused && !self.sent.is_empty() {
            for (_, source) in &sources {
                source.stop();
            }
            self.sent.clear();
        }
        if self.paused {
            return;
        }
        let known: HashSet<Question> = (self.sent.values())
            .map(|(_, question)| question.clone())
            .collect();
        let mut new = due.open.iter().filter(|question| !known.contains(question));
        for (is_helper, source) in sources {
            let has = self
                .sent
                .values()
                .filter(|(helper, _)| *helper == is_helper)
                .count();
            if has > AT_ONCE / 2 {
                continue;
            }
            let questions: Vec<(u32, Question)> = (new.by_ref().take(AT_ONCE - has))
                .zip(self.last.wrapping_add(1)..)
                .map(|(question, id)| (id, question.clone()))
                .collect();
            if let Some((last, _)) = questions.last() {
                self.last = *last;
                source.ask(&questions);
                let sent = questions
                    .into_iter()
                    .map(|(id, question)| (id, (is_helper, question)));
                self.sent.extend(sent);
            }
        }
    }

    /// Learns answers; those to questions that were given up are remembered for nobody.
    fn learn(&mut self, answers: Vec<(u32, Result<Answer, Failure>)>) {
        for (id, answer) in answers {
            if let Some((_, question)) = self.sent.remove(&id) {
                self.answers.learn(question, answer);
            }
        }
    }

    /// Takes what a source tells about itself; answers are for [`Self::learn`].
    pub(crate) fn hear(&mut self, news: News) {
        match news {
            News::Fetching(amount) => self.phase = Phase::Fetching(amount),
            News::Reading(amount) => self.phase = Phase::Reading(amount),
            News::Ready { name, place } => {
                self.phase = Phase::Ready {
                    name: name.into(),
                    place,
                };
            }
            News::Failed(failure) => self.end(Phase::Failed(failure)),
            News::Answers(answers) => self.learn(answers),
        }
    }
}
