//! What fills holes.

use crate::Tree;
use yew::html::Classes;
use yew::virtual_dom::{AttrValue, VNode, VText};

/// The value of an attribute; `None` leaves the attribute out.
pub trait Attribute: Sized {
    /// The value.
    fn value(self) -> Option<AttrValue>;

    /// Fills a hole.
    #[inline(never)]
    fn put(self, tree: &mut Tree) {
        tree.attribute(self.value());
    }
}

/// Fills a hole with what is in an input or a text area.
#[inline(never)]
pub fn put_value<T: Attribute>(value: T, tree: &mut Tree) {
    tree.input(value.value());
}

/// Fills a hole with whether a box is ticked.
#[inline(never)]
pub fn put_checked(checked: bool, tree: &mut Tree) {
    tree.checked(checked);
}

impl Attribute for AttrValue {
    fn value(self) -> Option<AttrValue> {
        Some(self)
    }
}

impl Attribute for &AttrValue {
    fn value(self) -> Option<AttrValue> {
        Some(self.clone())
    }
}

impl Attribute for String {
    fn value(self) -> Option<AttrValue> {
        Some(self.into())
    }
}

impl Attribute for &'static str {
    fn value(self) -> Option<AttrValue> {
        Some(AttrValue::Static(self))
    }
}

impl<T: Attribute> Attribute for Option<T> {
    fn value(self) -> Option<AttrValue> {
        self.and_then(Attribute::value)
    }
}

/// Names of classes, of which `classes!` takes several.
pub trait Class: Sized {
    /// Adds the names, the hole not yet filled.
    fn name(self, tree: &mut Tree);

    /// Adds to the classes of a hole.
    #[inline(never)]
    fn put(self, tree: &mut Tree) {
        self.name(tree);
    }
}

impl Class for &'static str {
    fn name(self, tree: &mut Tree) {
        for class in self.split_whitespace() {
            tree.add_class(AttrValue::Static(class));
        }
    }
}

impl Class for &String {
    fn name(self, tree: &mut Tree) {
        for class in self.split_whitespace() {
            tree.add_class(class.to_owned().into());
        }
    }
}

impl Class for String {
    fn name(self, tree: &mut Tree) {
        if self.contains(char::is_whitespace) {
            (&self).name(tree);
        } else {
            tree.add_class(self.into());
        }
    }
}

impl Class for AttrValue {
    fn name(self, tree: &mut Tree) {
        match self {
            Self::Static(text) => text.name(tree),
            Self::Rc(text) => text.to_string().name(tree),
        }
    }
}

impl Class for &AttrValue {
    fn name(self, tree: &mut Tree) {
        self.clone().name(tree);
    }
}

impl Class for Classes {
    fn name(self, tree: &mut Tree) {
        for class in self {
            tree.add_class(class);
        }
    }
}

impl<T: Class> Class for Option<T> {
    fn name(self, tree: &mut Tree) {
        if let Some(class) = self {
            class.name(tree);
        }
    }
}

/// What can stand between tags in braces.
pub trait Child: Sized {
    /// Adds the child or children, the hole not yet filled.
    fn add(self, tree: &mut Tree);

    /// Fills a hole.
    #[inline(never)]
    fn put(self, tree: &mut Tree) {
        self.add(tree);
        tree.run();
    }
}

/// Fills a hole with any number of children.
pub fn put_all<T: IntoIterator<Item: Child>>(values: T, tree: &mut Tree) {
    tree.hold();
    for value in values {
        // The hole is held open, so this does not go on in the template.
        value.put(tree);
    }
    tree.release();
}

impl Child for VNode {
    fn add(self, tree: &mut Tree) {
        tree.add(self);
    }
}

impl Child for AttrValue {
    fn add(self, tree: &mut Tree) {
        tree.add(VNode::VText(VText::new(self)));
    }
}

impl Child for &AttrValue {
    fn add(self, tree: &mut Tree) {
        self.clone().add(tree);
    }
}

impl Child for String {
    fn add(self, tree: &mut Tree) {
        AttrValue::from(self).add(tree);
    }
}

impl Child for &String {
    fn add(self, tree: &mut Tree) {
        self.clone().add(tree);
    }
}

impl Child for &str {
    fn add(self, tree: &mut Tree) {
        self.to_owned().add(tree);
    }
}

impl Child for char {
    fn add(self, tree: &mut Tree) {
        self.to_string().add(tree);
    }
}

impl Child for usize {
    fn add(self, tree: &mut Tree) {
        self.to_string().add(tree);
    }
}

impl<T: Child> Child for Option<T> {
    fn add(self, tree: &mut Tree) {
        if let Some(child) = self {
            child.add(tree);
        }
    }
}

impl Child for Vec<VNode> {
    fn add(self, tree: &mut Tree) {
        tree.add_list(self);
    }
}
