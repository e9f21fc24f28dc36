//! The page's entry for Trunk, nothing else.

#[cfg(target_arch = "wasm32")]
fn main() {
    calibration_explainer::page::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("This program runs in a browser. Use `cargo xtask serve`.");
}
