//! Messages about a link.

use crate::link::Notice;
use crate::page::dom;
use crate::phrase::message::Message;
use std::rc::Rc;

/// The messages about a link and the `config` that came with it.
pub(super) fn messages(problem: Option<Message>, notices: &[Notice]) -> Rc<Vec<Message>> {
    let notices = notices.iter().map(Message::from);
    Rc::new(problem.into_iter().chain(notices).map(in_tag).collect())
}

/// Adapts a message about a link to an element, whose links are made of attributes.
pub(super) fn in_tag(mut message: Message) -> Message {
    if dom::is_element() {
        for sentence in &mut message.sentences {
            match sentence.key {
                "link.bad_value" => sentence.key = "attribute.bad_value",
                "link.changed" => sentence.key = "attribute.changed",
                _ => {}
            }
        }
    }
    message
}
