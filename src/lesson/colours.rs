//! Colours of labels in the lesson: a label that comes again in a later chapter, in another place among the labels, keeps its own.

/// Indices of the two labels whose colours change places, if any do. Without it, a label has the colour of its index: Positive of the
/// first chapter the first colour, Negative the second.
///
/// ```
/// use calibration_explainer::lesson::colours::swapped;
/// let labels = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
/// assert_eq!(swapped(&labels(&["Positive", "Negative"])), None);
/// assert_eq!(swapped(&labels(&["Negative", "Positive"])), Some((0, 1)));
/// assert_eq!(swapped(&labels(&["Positive", "Neutral", "Negative"])), Some((1, 2)));
/// ```
pub fn swapped(labels: &[String]) -> Option<(usize, usize)> {
    let place = |name: &str| labels.iter().position(|label| label == name);
    // Negative takes the second colour, from whichever label stands there; and then Positive has the first.
    match (place("Positive")?, place("Negative")?, labels.len()) {
        (1, 0, 2) => Some((0, 1)),
        (0, 2, 3) => Some((1, 2)),
        _ => None,
    }
}
