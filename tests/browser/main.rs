//! The page in a real browser: mounted, used by events, removed.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used)] // Tests may fail loudly.

use calibration_explainer::page::{App, Language, take_words};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, KeyboardEvent, KeyboardEventInit};

wasm_bindgen_test_configure!(run_in_browser);

/// Waits for the next macrotask. Yew renders in microtasks, but hands the thread back after 16 ms and goes on in a later macrotask.
async fn rendered() {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        web_sys::window()
            .unwrap()
            .set_timeout_with_callback(&resolve)
            .unwrap();
    });
    JsFuture::from(promise).await.unwrap();
}

/// Waits until something holds, for so many macrotasks as a slow machine may need.
async fn becomes(holds: impl Fn() -> bool) {
    for _ in 0..1000 {
        if holds() {
            return;
        }
        rendered().await;
    }
}

/// Mounts the page with a link's state; in English, whatever the browser prefers.
async fn mount(state: &str) -> (yew::AppHandle<App>, Element) {
    let words = js_sys::JSON::parse(include_str!("../../locales/en.json")).unwrap();
    take_words(Language::FALLBACK, &words);
    let window = web_sys::window().unwrap();
    let hash = format!("#lang=en&{state}");
    window
        .history()
        .unwrap()
        .replace_state_with_url(&JsValue::NULL, "", Some(&hash))
        .unwrap();
    let document = window.document().unwrap();
    let root = document.create_element("div").unwrap();
    document.body().unwrap().append_child(&root).unwrap();
    let handle = yew::Renderer::<App>::with_root(root.clone()).render();
    becomes(|| root.query_selector("[role=slider]").unwrap().is_some()).await;
    (handle, root)
}

fn slider(root: &Element, name: &str) -> Element {
    root.query_selector(&format!("[role=slider][aria-label='{name}']"))
        .unwrap()
        .expect(name)
}

fn value(element: &Element) -> f64 {
    element
        .get_attribute("aria-valuenow")
        .unwrap()
        .parse()
        .unwrap()
}

async fn press(element: &Element, key: &str, shift: bool) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_shift_key(shift);
    init.set_bubbles(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).unwrap();
    element.dispatch_event(event.unchecked_ref()).unwrap();
    rendered().await;
}

#[wasm_bindgen_test]
async fn keys_step_a_bar_and_the_rest_follows() {
    let (handle, root) = mount("cf=nothing:0.9,0.1&p=0.8,0.2").await;
    let positive = slider(&root, "Positive, nothing");
    for (key, shift, expected) in [
        ("ArrowLeft", false, 89.0),
        ("ArrowLeft", true, 88.9),
        ("PageDown", false, 78.9),
        ("Home", false, 0.1),
        ("End", false, 99.9),
    ] {
        press(&positive, key, shift).await;
        becomes(|| value(&positive) == expected).await;
        assert_eq!(value(&positive), expected, "{key}");
        let sum = value(&positive) + value(&slider(&root, "Negative, nothing"));
        assert!((sum - 100.0).abs() < 0.051, "{sum}");
    }
    handle.destroy();
    root.remove();
}

#[wasm_bindgen_test]
async fn a_link_with_a_bad_value_is_shown_with_a_notice() {
    let (handle, root) = mount("method=magic&cf=x:0.25,0.75").await;
    assert_eq!(value(&slider(&root, "Positive, x")), 25.0);
    let notice = root
        .query_selector(".notice")
        .unwrap()
        .unwrap()
        .text_content()
        .unwrap();
    assert!(
        notice.contains("method=magic") && notice.contains("diagonal"),
        "{notice}"
    );
    handle.destroy();
    root.remove();
}

#[wasm_bindgen_test]
async fn nothing_stays_behind() {
    let (handle, root) = mount("preset=fourteen").await;
    let sliders = || root.query_selector_all("[role=slider]").unwrap().length();
    becomes(|| sliders() >= 42).await;
    assert!(sliders() >= 42);
    handle.destroy();
    becomes(|| root.inner_html().is_empty()).await;
    assert_eq!(root.inner_html(), "");
    root.remove();
}
