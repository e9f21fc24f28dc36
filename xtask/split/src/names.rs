//! Functions by name, and the list of those that no first view calls: `later.txt`, which `cargo xtask profile` writes.
//!
//! A name is a path (`core/fmt/Formatter/pad`), and a line of the list stands for all functions whose paths begin so. What the
//! list does not know, such as code written since, belongs to the first part: a list that has grown old makes the first part
//! heavier, not the page slower.

use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};

/// The kinds of first view, each with a first part of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Lesson,
    Workbench,
}

impl View {
    pub(crate) const ALL: [Self; 2] = [Self::Lesson, Self::Workbench];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Lesson => "lesson",
            Self::Workbench => "workbench",
        }
    }

    /// The view's letter in the list.
    fn letter(self) -> char {
        match self {
            Self::Lesson => 'l',
            Self::Workbench => 'w',
        }
    }
}

/// The path of a function, from the name that `wasm-bindgen` writes (Rust's "v0" names, demangled).
pub(crate) fn path(name: &str) -> Vec<String> {
    parts(&without_hashes(name))
}

/// Crates carry a hash in square brackets, which changes with their versions.
fn without_hashes(name: &str) -> String {
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        match after.split_once(']') {
            Some((hash, after))
                if hash.len() > 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) =>
            {
                rest = after;
            }
            _ => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn parts(name: &str) -> Vec<String> {
    let Some((inside, after)) = in_brackets(name) else {
        return split(name, "::").into_iter().map(str::to_owned).collect();
    };
    // `<Type as Trait>::method`
    let mut halves = split(inside, " as ").into_iter();
    let mut path = halves.next().map(parts).unwrap_or_default();
    path.extend(halves.map(|half| format!("as {half}")));
    path.extend(parts(after.strip_prefix("::").unwrap_or(after)));
    path
}

/// `<inside>after`, where the name begins so.
fn in_brackets(name: &str) -> Option<(&str, &str)> {
    let inside = name.strip_prefix('<')?;
    let mut depth = 1;
    let mut before = ' ';
    for (at, c) in inside.char_indices() {
        depth += step(c, before);
        if depth == 0 {
            return Some((&inside[..at], &inside[at + 1..]));
        }
        before = c;
    }
    None
}

/// How much deeper a character leads; `->` is no bracket.
fn step(c: char, before: char) -> i32 {
    match c {
        '<' | '(' | '[' | '{' => 1,
        '>' if before == '-' => 0,
        '>' | ')' | ']' | '}' => -1,
        _ => 0,
    }
}

/// Parts between separators, those inside brackets left alone.
fn split<'a>(name: &'a str, separator: &str) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut before) = (0, 0, ' ');
    for (at, c) in name.char_indices() {
        depth += step(c, before);
        before = c;
        if depth == 0 && at >= start && name[at..].starts_with(separator) {
            parts.push(&name[start..at]);
            start = at + separator.len();
        }
    }
    parts.push(&name[start.min(name.len())..]);
    parts.retain(|part| !part.is_empty());
    parts
}

/// Called by chance only, when a component is to be rendered twice before the next moment and what was queued is dropped: a
/// profile seldom sees it. Never later, whatever the list says. (Functions with the same code have one name, whichever.)
fn is_by_chance(name: &str) -> bool {
    name.starts_with("core::ptr::drop_in_place::<")
        && [
            "yew::scheduler::Runnable>",
            "yew::html::component::lifecycle::RenderRunner>",
            "yew::html::component::lifecycle::ComponentState>::suspend::{closure#0}>",
        ]
        .iter()
        .any(|queued| name.contains(queued))
}

/// What the list says of one view.
pub(crate) struct Later(BTreeSet<Vec<String>>);

impl Later {
    pub(crate) fn read(list: &str, view: View) -> Result<Self> {
        let mut paths = BTreeSet::new();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let (letters, path) = line.split_once(' ').context("a line without a path")?;
            if letters.contains(view.letter()) {
                paths.insert(path.split(SLASH).map(str::to_owned).collect());
            }
        }
        if paths.is_empty() {
            bail!("nothing comes later than the {}", view.name());
        }
        Ok(Self(paths))
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        if is_by_chance(&without_hashes(name)) {
            return false;
        }
        let path = path(name);
        (1..=path.len()).any(|length| path.get(..length).is_some_and(|path| self.0.contains(path)))
    }
}

/// Between the parts of a path.
const SLASH: &str = " / ";

/// What the functions below a path are to the views: one letter for each view that did without all of them.
#[derive(Default)]
struct Node {
    children: BTreeMap<String, Self>,
    /// Of the function that ends here.
    own: Option<BTreeSet<char>>,
}

impl Node {
    /// The letters, if they are the same for everything below.
    fn common(&self) -> Option<BTreeSet<char>> {
        let mut all = self.children.values().map(Self::common).collect::<Vec<_>>();
        all.extend(self.own.clone().map(Some));
        let first = all.first().cloned().flatten()?;
        all.iter()
            .all(|one| one.as_ref() == Some(&first))
            .then_some(first)
    }

    fn write(&self, path: &mut Vec<String>, lines: &mut Vec<String>) {
        match self.common() {
            Some(letters) if letters.is_empty() => {}
            Some(letters) if !path.is_empty() => {
                let letters: String = letters.into_iter().collect();
                lines.push(format!("{letters} {}", path.join(SLASH)));
            }
            _ => {
                for (part, child) in &self.children {
                    path.push(part.clone());
                    child.write(path, lines);
                    path.pop();
                }
            }
        }
    }
}

/// The list, from the names of all functions and the numbers of those that ran in each view.
pub(crate) fn list(
    names: &[&str],
    ran: impl Fn(View) -> Result<BTreeSet<usize>>,
) -> Result<String> {
    let mut root = Node::default();
    let mut letters: BTreeMap<Vec<String>, BTreeSet<char>> = BTreeMap::new();
    for name in names.iter().filter(|name| !name.is_empty()) {
        letters
            .entry(path(name))
            .or_insert_with(|| View::ALL.into_iter().map(View::letter).collect());
    }
    for view in View::ALL {
        for number in ran(view)? {
            let name = names.get(number).context("a function without a name ran")?;
            if let Some(letters) = letters.get_mut(&path(name)) {
                letters.remove(&view.letter());
            }
        }
    }
    for (path, letters) in letters {
        let mut node = &mut root;
        for part in path {
            node = node.children.entry(part).or_default();
        }
        node.own = Some(letters);
    }
    let mut lines = vec![
        "# What no first view calls, by `cargo xtask profile`: `l` not the lesson's, `w` not the workbench's.".to_owned(),
    ];
    root.write(&mut Vec::new(), &mut lines);
    lines.push(String::new());
    Ok(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        for (name, expected) in [
            ("main", "main"),
            ("core[c5930c85a12de822]::fmt::write", "core / fmt / write"),
            (
                "<yew[4c7a2f4f331e2ffd]::html::Scope<app[add3f2f7049140bc]::a::B> as core[c5930c85a12de822]::ops::Fn<(u8, [u8; 4])>>::call::{closure#0}",
                "yew / html / Scope<app::a::B> / as core::ops::Fn<(u8, [u8; 4])> / call / {closure#0}",
            ),
            (
                "<<a[0123456789abcdef]::B<fn(c::D) -> e::F>>::g::{closure#1} as h::I>::j::{shim:vtable#0}",
                "a / B<fn(c::D) -> e::F> / g / {closure#1} / as h::I / j / {shim:vtable#0}",
            ),
            (
                "alloc::slice::insert::<usize>[1]",
                "alloc / slice / insert / <usize>[1]",
            ),
        ] {
            assert_eq!(path(name).join(SLASH), expected, "{name}");
        }
    }

    #[test]
    fn what_happens_by_chance_is_never_later() {
        let list = "lw core / ptr / drop_in_place\n";
        let later = Later::read(list, View::Workbench).unwrap();
        let name = "core[0123456789abcdef]::ptr::drop_in_place::<alloc[0123456789abcdef]::boxed::Box<dyn yew[0123456789abcdef]::scheduler::Runnable>>";
        assert!(!later.has(name));
        assert!(later.has(
            "core[0123456789abcdef]::ptr::drop_in_place::<alloc[0123456789abcdef]::string::String>"
        ));
    }

    #[test]
    fn a_list_says_what_did_not_run() {
        let names = [
            "a::b::one",
            "a::b::two",
            "a::c::three",
            "d::four",
            "d::five",
        ];
        let ran = |view| {
            Ok(BTreeSet::from_iter(if view == View::Lesson {
                vec![0, 3]
            } else {
                vec![0, 1, 3]
            }))
        };
        let list = list(&names, ran).unwrap();
        let lines: Vec<&str> = list.lines().skip(1).collect();
        assert_eq!(lines, ["l a / b / two", "lw a / c", "lw d / five"]);

        let lesson = Later::read(&list, View::Lesson).unwrap();
        let workbench = Later::read(&list, View::Workbench).unwrap();
        assert!(lesson.has("a::b::two") && !workbench.has("a::b::two"));
        assert!(workbench.has("a::c::three") && workbench.has("a::c::written_since"));
        assert!(!workbench.has("a::b::one") && !workbench.has("a::b::written_since"));
        assert!(!lesson.has("d"));
    }
}
