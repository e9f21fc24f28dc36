//! Patterns, each as a single polygon, because every call to a canvas is expensive.
//!
//! The outline may run along the same line there and back to join separate parts: such a bridge has no area and is
//! invisible. So a frame with all of its stripes, or all dashes of a line, is one filled path.

/// Whole device pixels, as plotters wants them.
pub(super) type Point = (i32, i32);

/// A rectangle in device pixels: left, top, right, bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pixels {
    pub(super) left: i32,
    pub(super) top: i32,
    pub(super) right: i32,
    pub(super) bottom: i32,
}

/// Dimensions of a hatched bar, in device pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hatch {
    /// Thickness of the frame, ≥ 1.
    pub(super) frame: i32,
    /// Horizontal width of a stripe, ≥ 1; it runs at 45°.
    pub(super) stripe: i32,
    /// Distance from stripe to stripe, > `stripe`.
    pub(super) period: i32,
    /// True if the stripes fall instead of rise.
    pub(super) falling: bool,
}

/// The frame and the stripes of a hatched bar. The stripes keep their place while the bar's top or right end moves.
pub(super) fn hatch(bar: Pixels, style: Hatch) -> Vec<Point> {
    let Pixels {
        left,
        top,
        right,
        bottom,
    } = bar;
    let frame = style.frame.min((right - left) / 2).min((bottom - top) / 2);
    if frame < style.frame || frame == 0 {
        // Too small for an inside: a solid rectangle.
        return vec![(left, top), (right, top), (right, bottom), (left, bottom)];
    }
    let (l, t, r, b) = (left + frame, top + frame, right - frame, bottom - frame);
    // The outer outline runs clockwise, the inner one counterclockwise, so that the frame between them is filled.
    let mut path = vec![
        (left, top),
        (right, top),
        (right, bottom),
        (left, bottom),
        (left, top),
    ];
    path.extend([(l, t), (l, b), (r, b), (r, t), (l, t)]);
    let stripes_from = path.len();
    if style.falling {
        path.push((l, t));
    }

    let (w, h) = (r - l, b - t);
    // The stripe through distance c from the inner top left corner, measured along both edges: it starts on the left
    // or bottom edge and ends on the top or right one.
    let start = |c: i32| if c <= h { (l, t + c) } else { (l + c - h, b) };
    let end = |c: i32| if c <= w { (l + c, t) } else { (r, t + c - w) };
    // Stripes are aligned to the bottom left corner, where bars start.
    let mut c = h.rem_euclid(style.period) - style.period;
    let mut walked = 0;
    let walk = |path: &mut Vec<Point>, from: i32, to: i32| {
        if (from < h && h < to) || (to < h && h < from) {
            path.push((l, b));
        }
        path.push(start(to));
    };
    while c < w + h {
        let (from, to) = (c.max(0), (c + style.stripe).min(w + h));
        if to > from {
            walk(&mut path, walked, from);
            path.push(end(from));
            if from < w && w < to {
                path.push((r, t));
            }
            path.push(end(to));
            path.push(start(to));
            walked = to;
        }
        c += style.period;
    }
    // Walk back to the start of the stripes, which closes each of them.
    walk(&mut path, walked, 0);
    if style.falling {
        path.iter_mut()
            .skip(stripes_from)
            .for_each(|point| point.0 = l + r - point.0);
        path.push((l, t));
    }
    path
}

/// A dashed line as one polygon: dashes of `dash` pixels with gaps of the same length. Their places on the canvas are
/// fixed, so that a part drawn again in another colour covers the same dashes.
pub(super) fn dashes(line: Pixels, vertical: bool, dash: i32) -> Vec<Point> {
    let (start, length, thickness) = if vertical {
        (line.top, line.bottom - line.top, line.right - line.left)
    } else {
        (line.left, line.right - line.left, line.bottom - line.top)
    };
    let dash = dash.max(1);
    let mut path = Vec::with_capacity((length / dash * 2).max(0) as usize + 8);
    let mut at = -start.rem_euclid(2 * dash);
    while at < length {
        let (from, to) = (at.max(0), (at + dash).min(length));
        if to > from {
            path.extend([(from, thickness), (from, 0), (to, 0), (to, thickness)]);
        }
        at += 2 * dash;
    }
    for (along, across) in &mut path {
        (*along, *across) = if vertical {
            (line.left + *across, line.top + *along)
        } else {
            (line.left + *along, line.top + *across)
        };
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns whether the middle of a pixel is filled (non-zero winding, as canvas and SVG fill).
    fn filled(path: &[Point], x: i32, y: i32) -> bool {
        let (x, y) = (f64::from(x) + 0.3, f64::from(y) + 0.6);
        let mut winding = 0;
        for (from, to) in path.iter().zip(path.iter().cycle().skip(1)) {
            let (x0, y0, x1, y1) = (
                f64::from(from.0),
                f64::from(from.1),
                f64::from(to.0),
                f64::from(to.1),
            );
            if (y0 <= y) != (y1 <= y) && x0 + (y - y0) / (y1 - y0) * (x1 - x0) > x {
                winding += if y1 > y0 { 1 } else { -1 };
            }
        }
        winding != 0
    }

    #[test]
    fn hatched_bars_are_frame_and_stripes() {
        for (width, height) in [
            (1, 1),
            (2, 9),
            (3, 3),
            (4, 30),
            (30, 4),
            (17, 40),
            (40, 17),
            (20, 20),
        ] {
            for falling in [false, true] {
                let style = Hatch {
                    frame: 1,
                    stripe: 2,
                    period: 6,
                    falling,
                };
                let bar = Pixels {
                    left: 5,
                    top: 3,
                    right: 5 + width,
                    bottom: 3 + height,
                };
                let path = hatch(bar, style);
                for y in 0..height + 8 {
                    for x in 0..width + 10 {
                        let (u, v) = (x - bar.left, y - bar.top);
                        let inside = (0..width).contains(&u) && (0..height).contains(&v);
                        let frame = u == 0 || v == 0 || u == width - 1 || v == height - 1;
                        // Distance along the stripes' direction, from the inner bottom left (or right) corner.
                        let u = if falling {
                            f64::from(width - 1 - u) - 0.3
                        } else {
                            f64::from(u - 1) + 0.3
                        };
                        let along = u - (f64::from(height - 2 - (v - 1)) - 0.6);
                        let stripe = along.rem_euclid(6.0) < 2.0;
                        assert_eq!(
                            filled(&path, x, y),
                            inside && (frame || stripe),
                            "{width}×{height} at {x}, {y}, {falling}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn dashes_keep_their_places() {
        let line = |left, right| {
            dashes(
                Pixels {
                    left,
                    top: 2,
                    right,
                    bottom: 3,
                },
                false,
                4,
            )
        };
        let (whole, part) = (line(3, 50), line(13, 31));
        for x in 0..60 {
            assert_eq!(
                filled(&whole, x, 2),
                (3..50).contains(&x) && x % 8 < 4,
                "{x}"
            );
            assert_eq!(
                filled(&part, x, 2),
                (13..31).contains(&x) && x % 8 < 4,
                "{x}"
            );
            assert!(!filled(&whole, x, 1) && !filled(&whole, x, 3));
        }
        let upright = dashes(
            Pixels {
                left: 2,
                top: 3,
                right: 4,
                bottom: 50,
            },
            true,
            4,
        );
        assert!(
            filled(&upright, 2, 9)
                && filled(&upright, 3, 9)
                && !filled(&upright, 2, 12)
                && !filled(&upright, 4, 9)
        );
        assert!(
            dashes(
                Pixels {
                    left: 5,
                    top: 0,
                    right: 5,
                    bottom: 1
                },
                false,
                4
            )
            .is_empty()
        );
    }
}
