//! The builder of all views.

use crate::template::{HOLD, Step, steps};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use yew::NodeRef;
use yew::virtual_dom::{
    AttrValue, AttributeOrProperty, Attributes, Key, Listener, Listeners, VList, VNode, VTag, VText,
};

/// A view that is being built: it has followed its template up to the next hole.
#[derive(Default)]
pub struct Tree {
    /// Elements and lists that are open, outermost first.
    frames: Vec<Frame>,
    /// Templates and the next step in each, outermost first.
    templates: Vec<(&'static [Step], usize)>,
    /// Classes of the element at hand.
    classes: Vec<AttrValue>,
}

/// An element or a list.
#[derive(Default)]
struct Frame {
    /// Empty for a list.
    name: &'static str,
    around_one: bool,
    keys: &'static [&'static str],
    fixed: Option<&'static [(&'static str, AttributeOrProperty)]>,
    values: Vec<Option<AttributeOrProperty>>,
    value: Option<AttrValue>,
    checked: Option<bool>,
    reference: Option<NodeRef>,
    key: Option<Key>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    children: Vec<VNode>,
}

thread_local! {
    /// Trees that are not in use, for their memory.
    #[allow(clippy::vec_box)] // They are handed out as they are.
    static SPARE: RefCell<Vec<Box<Tree>>> = const { RefCell::new(Vec::new()) };
}

/// Begins a view.
#[inline(never)]
pub fn start(template: &'static str) -> Box<Tree> {
    let mut tree = SPARE.with_borrow_mut(Vec::pop).unwrap_or_default();
    tree.frames.push(Frame::default());
    tree.enter(template);
    tree
}

/// The view, all of whose holes are filled.
#[inline(never)]
pub fn finish(mut tree: Box<Tree>) -> VNode {
    let root = tree.frames.pop().and_then(|mut root| root.children.pop());
    // Nothing is left in it, unless a view was given up half-way: that is not kept.
    if tree.frames.is_empty() && tree.templates.is_empty() {
        SPARE.with_borrow_mut(|spare| spare.push(tree));
    }
    root.unwrap_or_default()
}

/// A view without holes.
#[inline(never)]
pub fn fixed(template: &'static str) -> VNode {
    finish(start(template))
}

impl Tree {
    /// Begins a template in the place of a hole.
    #[inline(never)]
    pub fn enter(&mut self, template: &'static str) {
        self.templates.push((steps(template), 0));
        self.run();
    }

    /// Keeps a hole open for any number of templates, until [`Tree::release`].
    #[inline(never)]
    pub fn hold(&mut self) {
        self.templates.push((HOLD, 0));
    }

    /// Closes the hole that [`Tree::hold`] keeps open.
    #[inline(never)]
    pub fn release(&mut self) {
        self.templates.pop();
        self.run();
    }

    /// Follows the templates up to the next hole.
    pub(crate) fn run(&mut self) {
        while let Some((steps, next)) = self.templates.last_mut() {
            let Some(step) = steps.get(*next) else {
                self.templates.pop();
                continue;
            };
            if matches!(step, Step::Hold) {
                return;
            }
            *next += 1;
            match step {
                Step::Hole | Step::Hold => return,
                Step::Open {
                    name,
                    around_one,
                    keys,
                    fixed,
                } => self.frames.push(Frame {
                    name,
                    around_one: *around_one,
                    keys,
                    fixed: *fixed,
                    values: Vec::with_capacity(keys.len()),
                    ..Frame::default()
                }),
                Step::List => self.frames.push(Frame::default()),
                Step::Value(text) => {
                    let text = AttrValue::Static(text);
                    self.value(Some(AttributeOrProperty::Attribute(text)));
                }
                Step::Text(text) => self.add(VNode::VText(VText::new(AttrValue::Static(text)))),
                Step::Close => {
                    if let Some(frame) = self.frames.pop() {
                        self.add(frame.node());
                    }
                }
            }
        }
    }

    fn frame(&mut self, change: impl FnOnce(&mut Frame)) {
        if let Some(frame) = self.frames.last_mut() {
            change(frame);
        }
    }

    fn value(&mut self, value: Option<AttributeOrProperty>) {
        self.frame(|frame| frame.values.push(value));
    }

    /// Fills a hole with the next attribute.
    pub(crate) fn attribute(&mut self, value: Option<AttrValue>) {
        self.value(value.map(AttributeOrProperty::Attribute));
        self.run();
    }

    /// Fills a hole with an attribute that is there or not.
    #[inline(never)]
    pub fn boolean(&mut self, set: bool) {
        self.frame(|frame| {
            let key = frame.keys.get(frame.values.len()).filter(|_| set);
            let value = key.map(|key| AttributeOrProperty::Attribute(AttrValue::Static(key)));
            frame.values.push(value);
        });
        self.run();
    }

    /// Fills a hole with whether an option is the chosen one. A property, and not the attribute that Yew's macro writes: the
    /// attribute only says where a list begins, and counts no more once a reader has chosen from it.
    #[inline(never)]
    pub fn selected(&mut self, set: bool) {
        self.value(set.then_some(AttributeOrProperty::Property(JsValue::TRUE)));
        self.run();
    }

    /// Adds classes, a hole not yet filled.
    pub(crate) fn add_class(&mut self, class: AttrValue) {
        if !class.is_empty() && !self.classes.contains(&class) {
            self.classes.push(class);
        }
    }

    /// Fills a hole with the classes.
    #[inline(never)]
    pub fn class(&mut self) {
        let mut classes = self.classes.drain(..);
        let (first, second) = (classes.next(), classes.next());
        let value = match (first, second) {
            (Some(first), Some(second)) => {
                let mut joined = String::from(&*first);
                for class in std::iter::once(second).chain(classes) {
                    joined.push(' ');
                    joined.push_str(&class);
                }
                Some(joined.into())
            }
            (first, _) => {
                drop(classes);
                first
            }
        };
        self.attribute(value);
    }

    /// Fills a hole with what is in an input or a text area.
    pub(crate) fn input(&mut self, value: Option<AttrValue>) {
        self.frame(|frame| frame.value = value);
        self.run();
    }

    pub(crate) fn checked(&mut self, checked: bool) {
        self.frame(|frame| frame.checked = Some(checked));
        self.run();
    }

    /// Fills a hole with the reference to the element.
    #[inline(never)]
    pub fn reference(&mut self, reference: NodeRef) {
        self.frame(|frame| frame.reference = Some(reference));
        self.run();
    }

    /// Fills a hole with the key of the element or list.
    #[inline(never)]
    pub fn key(&mut self, key: Key) {
        self.frame(|frame| frame.key = Some(key));
        self.run();
    }

    #[inline(never)]
    pub(crate) fn listener(&mut self, listener: Option<Rc<dyn Listener>>) {
        self.frame(|frame| frame.listeners.push(listener));
        self.run();
    }

    /// Adds a node, a hole not yet filled.
    pub(crate) fn add(&mut self, node: VNode) {
        self.frame(|frame| frame.children.push(node));
    }

    /// Adds nodes: as a list, where the only child stands for all children.
    pub(crate) fn add_list(&mut self, nodes: Vec<VNode>) {
        self.frame(|frame| {
            if frame.around_one {
                frame.children.push(list(nodes, None));
            } else {
                frame.children.extend(nodes);
            }
        });
    }
}

fn list(nodes: Vec<VNode>, key: Option<Key>) -> VNode {
    VNode::VList(Rc::new(VList::with_children(nodes, key)))
}

impl Frame {
    /// The element or list, closed.
    #[inline(never)]
    fn node(mut self) -> VNode {
        if self.name.is_empty() {
            return list(self.children, self.key);
        }
        let attributes = match self.fixed {
            Some(fixed) => Attributes::Static(fixed),
            None => Attributes::Dynamic {
                keys: self.keys,
                values: self.values.into_boxed_slice(),
            },
        };
        let listeners = if self.listeners.is_empty() {
            Listeners::None
        } else {
            Listeners::Pending(self.listeners.into_boxed_slice())
        };
        let reference = self.reference.unwrap_or_default();
        // These three are what Yew's own macro calls.
        let tag = match self.name {
            "input" => VTag::__new_input(
                self.value,
                self.checked,
                reference,
                self.key,
                attributes,
                listeners,
            ),
            "textarea" => {
                VTag::__new_textarea(self.value, None, reference, self.key, attributes, listeners)
            }
            name => {
                let children = if self.around_one {
                    self.children.pop().unwrap_or_default()
                } else {
                    list(self.children, None)
                };
                let name = AttrValue::Static(name);
                VTag::__new_other(name, reference, self.key, attributes, listeners, children)
            }
        };
        VNode::VTag(Rc::new(tag))
    }
}
