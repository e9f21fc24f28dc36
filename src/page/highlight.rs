//! Linked highlighting, tooltips with full values, and arrow keys inside groups, for the whole page.
//!
//! An element that shows a quantity has the attribute `data-k` (its label) and, if it belongs to one
//! context-free prompt, `data-i`; its full value is in `data-full`. While one of them is pointed at or
//! focused, every element of the same quantity has `data-lit`, an attribute that no component renders.
//! So highlighting renders nothing again.

use crate::page::dom;
use crate::state::fixed;
use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{DomRect, Element, Event, HtmlElement, KeyboardEvent, PointerEvent};

const LIT: &str = "data-lit";

/// Marks the element whose value the tooltip shows; its value is the place on the screen that the element had then (see [`place_of`]).
const TOLD: &str = "data-told";

/// Installs the listeners on the root.
pub(crate) fn listeners() -> Vec<EventListener> {
    let (Some(root), Some(around)) = (dom::root(), dom::around()) else {
        return Vec::new();
    };
    let passive =
        |event: &'static str, handler: fn(&Event)| EventListener::new(&root, event, handler);
    let active = EventListenerOptions::enable_prevent_default();
    vec![
        passive("pointerover", |event| point_at(event, false)),
        passive("focusin", |event| point_at(event, true)),
        passive("focusout", |_| leave()),
        passive("click", show_lit),
        // What is being typed is not the value that was there.
        passive("input", |_| hide_tooltip()),
        // What is dragged must not be covered by its own value.
        passive("pointermove", |event| {
            if event
                .dyn_ref::<PointerEvent>()
                .is_some_and(|event| event.buttons() != 0)
            {
                hide_tooltip();
            }
        }),
        EventListener::new(&around, "scroll", |_| hide_if_moved()),
        EventListener::new_with_options(&root, "keydown", active, |event| {
            if let Some(event) = event.dyn_ref::<KeyboardEvent>() {
                on_key(event);
            }
        }),
    ]
}

/// Moves the focus to the figure. (A plain link to its hash would overwrite the state in the address.)
pub(crate) fn skip_to_figure(event: &web_sys::MouseEvent) {
    event.prevent_default();
    if let Some(figure) = dom::by_id("figure").and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = figure.focus();
    }
}

fn point_at(event: &Event, focused: bool) {
    let Some(target) = dom::target::<Element>(event) else {
        return;
    };
    // The pointer may move onto the tooltip: it stays, so that it can be read.
    if target.id() == "tooltip" {
        return;
    }
    let quantity = target
        .closest("[data-k], [data-i], [data-figure]")
        .ok()
        .flatten();
    light(quantity.as_ref());
    match target.closest("[data-full]").ok().flatten() {
        // A click also focuses, but the pointer is already showing the value.
        Some(element) if !focused || element.matches(":focus-visible").unwrap_or(true) => {
            show_tooltip(&element);
        }
        Some(_) => {}
        None => hide_tooltip(),
    }
}

/// Brings what a tapped word names into view, where it is not: on a phone words and figure are one below the other.
fn show_lit(event: &Event) {
    let touched = event.dyn_ref::<PointerEvent>();
    let touched = touched.is_some_and(|event| event.pointer_type() == "touch");
    let word = dom::target::<Element>(event).and_then(|target| target.closest(".term").ok()?);
    let (Some(root), Some(_), true) = (dom::root(), word, touched) else {
        return;
    };
    let lit = root.query_selector(&format!("[{LIT}]:not(.term)"));
    if let Ok(Some(lit)) = lit
        && !is_in_view(&lit)
    {
        lit.scroll_into_view_with_bool(false);
    }
}

fn is_in_view(element: &Element) -> bool {
    let rect = element.get_bounding_client_rect();
    let height = dom::window().and_then(|window| window.inner_height().ok()?.as_f64());
    rect.top() >= 0.0 && height.is_some_and(|height| rect.bottom() <= height)
}

fn leave() {
    light(None);
    hide_tooltip();
}

/// Highlights every element of the same quantity as this one, and no others.
fn light(quantity: Option<&Element>) {
    let Some(root) = dom::root() else {
        return;
    };
    each(&root, &format!("[{LIT}]"), |element| {
        let _ = element.remove_attribute(LIT);
    });
    let Some(quantity) = quantity else { return };
    let index = |name: &str| quantity.get_attribute(name).filter(|i| is_index(i));
    // A quantity of one prompt highlights those of this prompt and those of no prompt; a quantity of the average
    // highlights those of every prompt. Terms in the lesson's text may name a prompt or a whole part of the figure.
    let selector = match (index("data-k"), index("data-i")) {
        (Some(k), Some(i)) => format!("[data-k='{k}'][data-i='{i}'], [data-k='{k}']:not([data-i])"),
        (Some(k), None) => format!("[data-k='{k}']"),
        (None, Some(i)) => format!("[data-i='{i}']"),
        (None, None) => match quantity.get_attribute("data-figure").as_deref() {
            Some("w") => "[data-part='w'] [data-cell]".to_owned(),
            Some("b") => "[data-part='b'] [data-cell]".to_owned(),
            Some("q") => "[data-part='q']".to_owned(),
            Some("equation") => "math".to_owned(),
            _ => return,
        },
    };
    each(&root, &selector, |element| {
        let _ = element.set_attribute(LIT, "");
    });
}

/// Returns whether an attribute is an index, which is safe to put into a selector.
fn is_index(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Calls `act` with every element that a selector matches.
pub(crate) fn each(root: &Element, selector: &str, act: impl Fn(&Element)) {
    let Ok(list) = root.query_selector_all(selector) else {
        return;
    };
    for i in 0..list.length() {
        if let Some(element) = list.item(i).and_then(|node| node.dyn_into().ok()) {
            act(&element);
        }
    }
}

/// Brings the tooltip up to date with the element that it tells about: another value is shown, and that of an element that is gone is
/// not. Called when the page has been rendered.
pub(crate) fn refresh() {
    let tooltip = dom::by_id("tooltip").and_then(|e| e.dyn_into::<HtmlElement>().ok());
    let Some(tooltip) = tooltip.filter(|tooltip| !tooltip.hidden()) else {
        return;
    };
    let told = dom::root().and_then(|root| root.query_selector(&format!("[{TOLD}]")).ok()?);
    match told.and_then(|element| element.get_attribute("data-full")) {
        Some(text) if tooltip.text_content().as_ref() == Some(&text) => {}
        Some(text) => tooltip.set_text_content(Some(&text)),
        None => hide_tooltip(),
    }
}

/// The field in which the reader types, if there is one.
fn typed_field() -> Option<Element> {
    dom::root()?
        .query_selector("input[type='text']:focus, textarea:focus")
        .ok()?
}

/// Returns whether two boxes on the screen have a point in common.
fn overlap(a: &DomRect, b: &DomRect) -> bool {
    a.left() < b.right() && b.left() < a.right() && a.top() < b.bottom() && b.top() < a.bottom()
}

fn show_tooltip(element: &Element) {
    hide_tooltip();
    let (Some(tooltip), Some(text)) = (dom::by_id("tooltip"), element.get_attribute("data-full"))
    else {
        return;
    };
    tooltip.set_text_content(Some(&text));
    let Some(own_box) = tooltip.dyn_ref::<HtmlElement>() else {
        return;
    };
    own_box.set_hidden(false);
    let _ = element.set_attribute(TOLD, &place_of(element));
    // In somebody else's page, positions may be relative to another corner than the window's.
    dom::set_style(&tooltip, "left", "0");
    dom::set_style(&tooltip, "top", "0");
    let (place, own) = (
        element.get_bounding_client_rect(),
        tooltip.get_bounding_client_rect(),
    );
    let width = dom::document().and_then(|document| document.document_element());
    let width = width.map_or(0.0, |root| f64::from(root.client_width()));
    let left = (place.left() + place.width() / 2.0 - own.width() / 2.0)
        .clamp(4.0, (width - own.width() - 4.0).max(4.0));
    let above = place.top() - own.height() - 8.0;
    let top = if above < 4.0 {
        place.bottom() + 8.0
    } else {
        above
    };
    // There, lengths may also be scaled. The scale is only approximate, since `offset_width` is in whole pixels.
    let scale = own.width() / f64::from(own_box.offset_width());
    let scale = if (scale - 1.0).abs() > 0.02 {
        scale
    } else {
        1.0
    };
    let (left, top) = ((left - own.left()) / scale, (top - own.top()) / scale);
    dom::set_style(&tooltip, "left", &format!("{}px", fixed(left, 0)));
    dom::set_style(&tooltip, "top", &format!("{}px", fixed(top, 0)));
    // The pointer may rest anywhere; what is typed stays in sight.
    let covers = typed_field().is_some_and(|field| {
        overlap(
            &tooltip.get_bounding_client_rect(),
            &field.get_bounding_client_rect(),
        )
    });
    if covers {
        hide_tooltip();
    }
}

/// Returns where an element is on the screen, in whole pixels from the window's corner.
fn place_of(element: &Element) -> String {
    let place = element.get_bounding_client_rect();
    format!("{},{}", fixed(place.left(), 0), fixed(place.top(), 0))
}

/// Hides the tooltip if what it tells about has been scrolled away from it. A scroll is told a frame late: the tooltip may have been
/// placed after it, by a pointer or by a focus that scrolled here, and then stays.
fn hide_if_moved() {
    let told = dom::root().and_then(|root| root.query_selector(&format!("[{TOLD}]")).ok()?);
    if told.is_none_or(|told| told.get_attribute(TOLD) != Some(place_of(&told))) {
        hide_tooltip();
    }
}

fn hide_tooltip() {
    let tooltip = dom::by_id("tooltip").and_then(|e| e.dyn_into::<HtmlElement>().ok());
    let Some(tooltip) = tooltip.filter(|tooltip| !tooltip.hidden()) else {
        return;
    };
    tooltip.set_hidden(true);
    if let Some(root) = dom::root() {
        each(&root, &format!("[{TOLD}]"), |element| {
            let _ = element.remove_attribute(TOLD);
        });
    }
}

fn on_key(event: &KeyboardEvent) {
    if event.key() == "Escape" {
        hide_tooltip();
        return;
    }
    move_in_group(event);
}

/// Moves the focus by arrow keys inside a `[data-roving]` group; the attribute is its number of columns.
fn move_in_group(event: &KeyboardEvent) {
    let Some(target) = dom::target::<Element>(event) else {
        return;
    };
    let Some(group) = target.closest("[data-roving]").ok().flatten() else {
        return;
    };
    if !target.has_attribute("data-cell") || event.ctrl_key() || event.alt_key() || event.meta_key()
    {
        return;
    }
    let columns: i64 = group
        .get_attribute("data-roving")
        .and_then(|c| c.parse().ok())
        .unwrap_or(1)
        .max(1);
    let Ok(cells) = group.query_selector_all("[data-cell]") else {
        return;
    };
    let count = i64::from(cells.length());
    let here = (0..cells.length()).find(|&i| {
        cells
            .item(i)
            .is_some_and(|node| target.is_same_node(Some(&node)))
    });
    let Some(here) = here.map(i64::from) else {
        return;
    };
    let to = match event.key().as_str() {
        "ArrowRight" => here + 1,
        "ArrowLeft" => here - 1,
        "ArrowDown" => here + columns,
        "ArrowUp" => here - columns,
        "Home" => 0,
        "End" => count - 1,
        _ => return,
    };
    event.prevent_default();
    let cell = u32::try_from(to).ok().and_then(|to| cells.item(to));
    // The cells of a chart are SVG elements, which have the same `focus`.
    if let Some(cell) = cell {
        let _ = cell.unchecked_into::<HtmlElement>().focus();
    }
}
