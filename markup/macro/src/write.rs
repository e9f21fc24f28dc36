//! From the syntax to a template and what fills its holes, in the order in which Yew's `html!` evaluates.

use crate::parse::{Attribute, Element, Else, If, Node, text};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Lit, Token, punctuated::Punctuated};

// The marks of a template, which crate `markup` reads.
const OPEN: char = '\u{1}';
/// Opens an element whose only child is not wrapped in a list.
const OPEN_AROUND_ONE: char = '\u{2}';
const KEY: char = '\u{3}';
const VALUE: char = '\u{4}';
const HOLE: char = '\u{5}';
const TEXT: char = '\u{6}';
const CLOSE: char = '\u{7}';
const LIST: char = '\u{8}';

/// Attributes that are there or not. As in Yew.
const BOOLEANS: [&str; 26] = [
    "allowfullscreen",
    "async",
    "autofocus",
    "autoplay",
    "controls",
    "default",
    "defer",
    "disabled",
    "formnovalidate",
    "hidden",
    "inert",
    "ismap",
    "itemscope",
    "loop",
    "multiple",
    "muted",
    "nomodule",
    "novalidate",
    "open",
    "playsinline",
    "readonly",
    "required",
    "reversed",
    "selected",
    "truespeed",
    "webkitdirectory",
];

/// A template, and the statements that fill its holes.
#[derive(Default)]
struct Template {
    text: String,
    fill: TokenStream,
    /// What is wrong.
    errors: TokenStream,
}

/// The variable that holds the tree. Not visible to the expressions of a view.
fn tree() -> Ident {
    Ident::new("tree", Span::mixed_site())
}

pub(crate) fn root(nodes: &[Node]) -> TokenStream {
    let mut template = Template::default();
    template.children(nodes);
    let Template { text, fill, errors } = template;
    let tree = tree();
    if fill.is_empty() {
        return quote! {{ #errors ::markup::fixed(#text) }};
    }
    quote! {{
        #errors
        let mut #tree = ::markup::start(#text);
        #fill
        ::markup::finish(#tree)
    }}
}

/// What puts `nodes` into the tree that is being built.
fn part(nodes: &[Node]) -> TokenStream {
    let mut template = Template::default();
    // As in Yew: what stands in `if` is a list, so that its place among its neighbours is always taken.
    template.text.push(LIST);
    template.children(nodes);
    template.text.push(CLOSE);
    template.entered()
}

impl Template {
    fn entered(self) -> TokenStream {
        let Self { text, fill, errors } = self;
        let tree = tree();
        quote! { #errors #tree.enter(#text); #fill }
    }

    fn say(&mut self, mark: char, text: &str) {
        if text.chars().any(|c| c < '\u{9}') {
            self.error(Span::call_site(), "control characters mark templates");
        }
        self.text.push(mark);
        self.text.push_str(text);
    }

    fn error(&mut self, span: Span, message: &str) {
        self.errors
            .extend(quote_spanned! {span=> ::std::compile_error!(#message); });
    }

    fn hole(&mut self, statement: TokenStream) {
        self.text.push(HOLE);
        self.fill.extend(statement);
    }

    fn children(&mut self, nodes: &[Node]) {
        for node in nodes {
            self.node(node);
        }
    }

    fn node(&mut self, node: &Node) {
        let tree = tree();
        match node {
            Node::Element(element) => self.element(element),
            Node::Fragment { key, children } => {
                self.text.push(LIST);
                if let Some(key) = key {
                    self.key(key);
                }
                self.children(children);
                self.text.push(CLOSE);
            }
            Node::Foreign(tokens) => {
                self.hole(quote! { ::markup::Child::put(::yew::html! { #tokens }, &mut #tree); });
            }
            Node::Text(text) => self.say(TEXT, text),
            Node::Value(value) => self.hole(quote_spanned! {value.span()=>
                ::markup::Child::put(#value, &mut #tree);
            }),
            Node::Values(values) => self.hole(quote_spanned! {values.span()=>
                ::markup::put_all(#values, &mut #tree);
            }),
            Node::If(node) => {
                let choice = choice(node);
                self.hole(choice);
            }
            Node::For {
                pat,
                values,
                children,
            } => {
                let mut body = Self::default();
                body.children(children);
                let body = body.entered();
                self.text.push(LIST);
                self.hole(quote! {
                    #tree.hold();
                    for #pat in #values { #body }
                    #tree.release();
                });
                self.text.push(CLOSE);
            }
        }
    }

    fn key(&mut self, key: &Expr) {
        let tree = tree();
        let key = literal(key).map_or_else(|| quote!(#key), |key| quote!(#key));
        self.hole(
            quote! { #tree.key(::std::convert::Into::<::yew::virtual_dom::Key>::into(#key)); },
        );
    }

    fn element(&mut self, element: &Element) {
        let Element {
            name,
            attributes,
            children,
        } = element;
        let one = matches!(
            children.as_slice(),
            [Node::Element(_) | Node::Foreign(_) | Node::Text(_) | Node::Value(_)]
        );
        self.say(if one { OPEN_AROUND_ONE } else { OPEN }, name);
        let tree = tree();
        let sorted = Sorted::new(attributes);
        let mut plain = sorted.plain;
        for (label, put) in [
            ("value", quote!(put_value)),
            ("checked", quote!(put_checked)),
        ] {
            let Some(place) = plain.iter().position(|a| a.label == label) else {
                continue;
            };
            let attribute = plain.remove(place);
            if name == "input" || (name == "textarea" && label == "value") {
                let value = &attribute.value;
                let text = literal(value).filter(|_| label == "value");
                let value = text.map_or_else(|| quote!(#value), |text| quote!(#text));
                self.hole(quote_spanned! {attribute.name.span()=>
                    ::markup::#put(#value, &mut #tree);
                });
            } else {
                // Elsewhere it is an attribute like any other, though the last of them.
                plain.push(attribute);
            }
        }
        if let Some(node) = sorted.reference {
            self.hole(quote! {
                #tree.reference(::yew::html::IntoPropValue::<::yew::html::NodeRef>::into_prop_value(#node));
            });
        }
        if let Some(key) = sorted.key {
            self.key(key);
        }
        for attribute in plain {
            if attribute.label == "defaultvalue" {
                self.error(attribute.name.span(), "not supported here");
            }
            self.attribute(attribute);
        }
        for attribute in sorted.booleans {
            self.boolean(attribute);
        }
        if let Some(class) = sorted.class {
            self.class(class);
        }
        for attribute in sorted.listeners {
            let (name, value) = (&attribute.name, &attribute.value);
            self.hole(quote_spanned! {name.span()=>
                ::markup::on::#name(
                    &mut #tree,
                    ::yew::html::IntoEventCallback::<::yew::html::#name::Event>::into_event_callback(#value),
                );
            });
        }
        self.children(children);
        self.text.push(CLOSE);
    }

    fn attribute(&mut self, attribute: &Attribute) {
        let tree = tree();
        self.say(KEY, &attribute.label);
        let value = &attribute.value;
        match literal(value) {
            Some(text) => self.say(VALUE, &text),
            None => self.hole(quote_spanned! {value.span()=>
                ::markup::Attribute::put(#value, &mut #tree);
            }),
        }
    }

    fn boolean(&mut self, attribute: &Attribute) {
        let tree = tree();
        let (label, value) = (&attribute.label, &attribute.value);
        match value {
            Expr::Lit(literal) => {
                let set = matches!(&literal.lit, Lit::Bool(set) if set.value);
                if !matches!(&literal.lit, Lit::Bool(_)) {
                    self.error(literal.span(), "expected true or false");
                }
                if set {
                    self.say(KEY, label);
                    self.say(VALUE, label);
                }
            }
            _ => {
                self.say(KEY, label);
                let fill = if label == "selected" {
                    quote!(selected)
                } else {
                    quote!(boolean)
                };
                self.hole(quote! { #tree.#fill(#value); });
            }
        }
    }

    fn class(&mut self, attribute: &Attribute) {
        let tree = tree();
        let value = &attribute.value;
        if let Some(text) = literal(value) {
            if !text.is_empty() {
                self.say(KEY, "class");
                self.say(VALUE, &text);
            }
            return;
        }
        let parts = match value {
            Expr::Macro(call) if call.mac.path.is_ident("classes") => {
                let parts = Punctuated::<Expr, Token![,]>::parse_terminated;
                syn::parse::Parser::parse2(parts, call.mac.tokens.clone()).ok()
            }
            _ => None,
        };
        let parts: Vec<Expr> =
            parts.map_or_else(|| vec![value.clone()], |parts| parts.into_iter().collect());
        self.say(KEY, "class");
        self.hole(quote! {
            #( ::markup::Class::put(#parts, &mut #tree); )*
            #tree.class();
        });
    }
}

/// The attributes of an element by how they are set.
#[derive(Default)]
struct Sorted<'a> {
    plain: Vec<&'a Attribute>,
    booleans: Vec<&'a Attribute>,
    listeners: Vec<&'a Attribute>,
    class: Option<&'a Attribute>,
    reference: Option<&'a Expr>,
    key: Option<&'a Expr>,
}

impl<'a> Sorted<'a> {
    fn new(attributes: &'a [Attribute]) -> Self {
        let mut sorted = Self::default();
        for attribute in attributes {
            match attribute.label.as_str() {
                "ref" => sorted.reference = Some(&attribute.value),
                "key" => sorted.key = Some(&attribute.value),
                "class" => sorted.class = Some(attribute),
                label if BOOLEANS.contains(&label) => sorted.booleans.push(attribute),
                label if label.starts_with("on") && !label.contains('-') => {
                    sorted.listeners.push(attribute);
                }
                _ => sorted.plain.push(attribute),
            }
        }
        sorted
    }
}

/// `if`, with each branch a list.
fn choice(node: &If) -> TokenStream {
    let If {
        condition,
        then,
        otherwise,
    } = node;
    let then = part(then);
    let otherwise = match otherwise {
        None => part(&[]),
        Some(Else::Nodes(nodes)) => part(nodes),
        Some(Else::If(node)) => choice(node),
    };
    quote! { if #condition { #then } else { #otherwise } }
}

/// A literal as text.
fn literal(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(literal) => text(&literal.lit),
        _ => None,
    }
}
