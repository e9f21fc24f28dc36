//! Patterns as one polygon each, because every call to a canvas costs.
//!
//! A polygon may run twice along the same line, there and back: such a bridge has no area and leaves no trace.
//! So a frame with all of its stripes, or all dashes of a line, is a single filled path.

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

/// How a hatched bar looks, in device pixels.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hatch {
    /// Thickness of the frame, ≥ 1.
    pub(super) frame: i32,
    /// Horizontal width of a stripe, ≥ 1; it runs at 45°.
    pub(super) stripe: i32,
    /// Distance from stripe to stripe, > `stripe`.
    pub(super) period: i32,
    /// Falling instead of rising stripes.
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
        // Too small to have an inside.
        return vec![(left, top), (right, top), (right, bottom), (left, bottom)];
    }
    let (l, t, r, b) = (left + frame, top + frame, right - frame, bottom - frame);
    // Outside clockwise, inside the other way round: what lies between is filled.
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
    // Fixed to the bottom left corner, where bars start.
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
    // Back to where the stripes began, which closes every one of them.
    walk(&mut path, walked, 0);
    if style.falling {
        path.iter_mut()
            .skip(stripes_from)
            .for_each(|point| point.0 = l + r - point.0);
        path.push((l, t));
    }
    path
}

/// A dashed line as one polygon: dashes of `dash` pixels, as far apart. They have fixed places on the canvas, so that
/// a part drawn again in another colour covers the same dashes.
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
