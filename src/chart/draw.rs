//! Paints a scene on a plotters backend, with the backend's own primitives.
//!
//! Plotters' own chart types measure texts, which on a canvas needs a call into the page, and they work in whole pixels
//! only. Here everything is computed in CSS pixels and rounded to device pixels at the end.

use std::convert::Infallible;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters::element::{Drawable, PointCollection};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
};

use super::hatch::{Hatch, Pixels, Point, dashes, hatch};
use super::{Anchor, Bar, Face, Palette, Rect, Rgb, Rule, Scene, Shape, Stage, Text};

const SANS: &str = "system-ui, sans-serif";
const DIGITS: &str = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace";

/// First index of the labels whose stripes fall instead of rise: from here on the hues of the first labels repeat.
const FALLING_FROM: usize = 8;

/// Paints `scene` on `area`, background first.
///
/// The area is `ratio` times the scene's size: pass the page's device pixel ratio, with a canvas of that many pixels
/// and a context that is *not* scaled. Edges are rounded to device pixels, so they are sharp at any ratio.
/// A `ratio` that is not finite or not positive counts as 1.
///
/// # Errors
///
/// The error that the backend reports, for example of a canvas that lost its context.
pub fn draw<DB: DrawingBackend>(
    scene: &Scene,
    palette: &Palette,
    area: &DrawingArea<DB, Shift>,
    ratio: f64,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    draw_with_fonts(scene, palette, area, ratio, 1.0)
}

/// Paints like [`draw`], with all font sizes multiplied by `font_factor`.
pub(super) fn draw_with_fonts<DB: DrawingBackend>(
    scene: &Scene,
    palette: &Palette,
    area: &DrawingArea<DB, Shift>,
    ratio: f64,
    font_factor: f64,
) -> Result<(), DrawingAreaErrorKind<DB::ErrorType>> {
    let ratio = if ratio.is_finite() && ratio > 0.0 {
        ratio
    } else {
        1.0
    };
    area.draw(&Painting {
        scene,
        palette,
        ratio,
        font_factor,
    })
}

struct Painting<'a> {
    scene: &'a Scene,
    palette: &'a Palette,
    ratio: f64,
    font_factor: f64,
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Painting<'_> {
    type Point = BackendCoord;
    type IntoIter = [BackendCoord; 1];

    fn point_iter(self) -> Self::IntoIter {
        [(0, 0)]
    }
}

impl<DB: DrawingBackend> Drawable<DB> for Painting<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        mut pos: I,
        backend: &mut DB,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let brush = Brush {
            painting: self,
            origin: pos.next().unwrap_or((0, 0)),
        };
        let size = self.scene.size;
        let whole = Rect {
            x: 0.0,
            y: 0.0,
            width: size.width,
            height: size.height,
        };
        brush.fill(backend, brush.pixels(whole), self.palette.background)?;
        for shape in &self.scene.shapes {
            match shape {
                Shape::Rule(rule) => brush.rule(backend, rule)?,
                Shape::Bar(bar) => brush.bar(backend, bar)?,
                Shape::Text(text) => brush.text(backend, text)?,
            }
        }
        Ok(())
    }
}

/// The shapes of one painting in device pixels.
struct Brush<'a> {
    painting: &'a Painting<'a>,
    origin: Point,
}

impl Brush<'_> {
    fn pixel(&self, css: f64) -> i32 {
        (css * self.painting.ratio).round() as i32
    }

    /// A length in device pixels, at least one.
    fn thick(&self, css: f64) -> i32 {
        self.pixel(css).max(1)
    }

    /// A rectangle in device pixels, at least one in each direction, so that a bar of zero still shows where it starts.
    fn pixels(&self, rect: Rect) -> Pixels {
        let (left, bottom) = (
            self.origin.0 + self.pixel(rect.x),
            self.origin.1 + self.pixel(rect.bottom()),
        );
        let right = (self.origin.0 + self.pixel(rect.right())).max(left + 1);
        let top = (self.origin.1 + self.pixel(rect.y)).min(bottom - 1);
        Pixels {
            left,
            top,
            right,
            bottom,
        }
    }

    fn fill<DB: DrawingBackend>(
        &self,
        backend: &mut DB,
        pixels: Pixels,
        colour: Rgb,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let Pixels {
            left,
            top,
            right,
            bottom,
        } = pixels;
        backend.draw_rect((left, top), (right, bottom), &opaque(colour), true)
    }

    fn rule<DB: DrawingBackend>(
        &self,
        backend: &mut DB,
        rule: &Rule,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let colour = self.painting.palette.ink(rule.ink);
        let (width, height) = if rule.vertical {
            (0.0, rule.length)
        } else {
            (rule.length, 0.0)
        };
        let mut pixels = self.pixels(Rect {
            x: rule.x,
            y: rule.y,
            width,
            height,
        });
        // Aligned with the end of a bar at this position: the line's thickness extends to the left of it, or above it.
        let thick = self.thick(1.0);
        if rule.vertical {
            pixels.left = (pixels.right - 1 - thick / 2).max(self.origin.0);
            pixels.right = pixels.left + thick;
        } else {
            pixels.top = (pixels.bottom - thick + thick / 2).max(self.origin.1);
            pixels.bottom = pixels.top + thick;
        }
        if rule.dashed {
            backend.fill_polygon(
                dashes(pixels, rule.vertical, self.thick(4.0)),
                &opaque(colour),
            )
        } else {
            self.fill(backend, pixels, colour)
        }
    }

    fn bar<DB: DrawingBackend>(
        &self,
        backend: &mut DB,
        bar: &Bar,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let pixels = self.pixels(bar.rect);
        let colour = self.painting.palette.label(bar.label);
        match bar.stage {
            Stage::After => self.fill(backend, pixels, colour),
            Stage::Before => {
                self.fill(backend, pixels, self.painting.palette.tint(bar.label))?;
                let stripe = self.pixel(1.5).max(1);
                let thin = pixels.right - pixels.left < self.thick(7.0)
                    || pixels.bottom - pixels.top < self.thick(7.0);
                let style = Hatch {
                    frame: self.thick(1.0),
                    stripe,
                    period: self.pixel(if thin { 4.0 } else { 6.0 }).max(stripe + 2),
                    falling: bar.label >= FALLING_FROM,
                };
                backend.fill_polygon(hatch(pixels, style), &opaque(colour))
            }
        }
    }

    fn text<DB: DrawingBackend>(
        &self,
        backend: &mut DB,
        text: &Text,
    ) -> Result<(), DrawingErrorKind<DB::ErrorType>> {
        let palette = self.painting.palette;
        if text.plate {
            self.fill(backend, self.pixels(text.bounds), palette.background)?;
        }
        let style = Type {
            colour: opaque(palette.ink(text.ink)),
            size: text.size * self.painting.ratio * self.painting.font_factor,
            anchor: match text.anchor {
                Anchor::Start => HPos::Left,
                Anchor::Middle => HPos::Center,
                Anchor::End => HPos::Right,
            },
            family: match text.face {
                Face::Sans => SANS,
                Face::Digits => DIGITS,
            },
        };
        let at = (
            self.origin.0 + self.pixel(text.x),
            self.origin.1 + self.pixel(text.y),
        );
        backend.draw_text(&text.content, &style, at)
    }
}

fn opaque(Rgb(red, green, blue): Rgb) -> BackendColor {
    BackendColor {
        alpha: 1.0,
        rgb: (red, green, blue),
    }
}

/// A text style that avoids plotters' font handling, which measures texts.
struct Type {
    colour: BackendColor,
    size: f64,
    anchor: HPos,
    family: &'static str,
}

impl BackendTextStyle for Type {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.colour
    }

    fn size(&self) -> f64 {
        self.size
    }

    fn anchor(&self) -> Pos {
        Pos::new(self.anchor, VPos::Center)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(self.family)
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok((
            (0, 0),
            (
                (super::text::width(text) * self.size) as i32,
                self.size as i32,
            ),
        ))
    }

    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: F,
    ) -> Result<Result<(), E>, Infallible> {
        // Called only by backends that paint glyphs themselves; canvas and SVG draw text on their own.
        Ok(Ok(()))
    }
}
