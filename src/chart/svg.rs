//! A scene as a standalone SVG document, for the download and for tests.

use plotters::drawing::IntoDrawingArea;
use plotters_svg::SVGBackend;

use super::draw::draw_with_fonts;
use super::{Palette, Scene, text};

/// Units of the document per CSS pixel: plotters rounds coordinates to whole units.
const UNITS: f64 = 4.0;

/// Factor by which plotters' SVG backend divides font sizes.
const FONT_FACTOR: f64 = 1.24;

/// `scene` as an SVG document of the scene's size in CSS pixels. `title` names the picture and `desc` describes it for
/// people who do not see it; both may contain any characters and are escaped.
pub fn svg(scene: &Scene, palette: &Palette, title: &str, desc: &str) -> String {
    let units = |css: f64| (css * UNITS).round().max(1.0) as u32;
    let size = (units(scene.size.width), units(scene.size.height));
    let mut document = String::new();
    {
        let area = SVGBackend::with_string(&mut document, size).into_drawing_area();
        // Writing to memory does not fail.
        let _ = draw_with_fonts(scene, palette, &area, UNITS, FONT_FACTOR);
        let _ = area.present();
    }
    let shapes = document.split_once('\n').map_or("", |(_, shapes)| shapes);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"{}\" height=\"{}\" viewBox=\"0 0 {} {}\">\n\
         <title>{}</title>\n<desc>{}</desc>\n{shapes}",
        scene.size.width,
        scene.size.height,
        size.0,
        size.1,
        escape(title),
        escape(desc),
    )
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text::clean(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
