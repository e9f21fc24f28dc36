//! The geometry of decisions, compared with the library's own decisions on a grid.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)] // Tests may fail loudly.

use calibration_explainer::calibration::regions::{
    Barycentric, Flip, HEIGHT, calibrated, flips, from_plane, gains, nearest, pair_share, regions,
    to_plane, winner,
};
use calibration_explainer::calibration::{
    Averaging, Decision, Distribution, Matrix, Method, Parameters, Readout, Threshold, fit,
    fit_prompts, output, threshold, wilson,
};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const METHODS: [Method; 3] = [Method::Diagonal, Method::Identity, Method::None];
const READOUTS: [Readout; 3] = [Readout::Softmax, Readout::Normalize, Readout::Scores];

fn distribution(values: &[f64]) -> Distribution {
    Distribution::normalized(values.to_vec())
        .unwrap()
        .distribution
}

/// A distribution over `k` labels whose probabilities are proportional to numbers from `least` to one.
fn rows(k: usize, least: f64) -> impl Strategy<Value = Distribution> {
    prop::collection::vec(least..1.0, k).prop_map(|values| distribution(&values))
}

fn positive_row(k: usize) -> impl Strategy<Value = Distribution> {
    rows(k, 0.001)
}

fn parameters(w: &[f64], b: &[f64]) -> Parameters {
    let k = b.len();
    let mut matrix = Matrix::diagonal(&vec![0.0; k]);
    for (at, &value) in w.iter().enumerate() {
        matrix.set(at / k, at % k, value);
    }
    Parameters {
        w: matrix,
        b: b.to_vec(),
    }
}

/// The parameters that the page can have: fitted ones, any W and b, and those with many exact ties.
fn any_parameters(k: usize) -> impl Strategy<Value = Parameters> {
    let fitted = (positive_row(k), 0..3usize).prop_map(|(p, m)| fit(&p, METHODS[m]).unwrap());
    let several = (prop::collection::vec(positive_row(k), 3), 0..3usize).prop_map(move |(p, m)| {
        fit_prompts(&p, k, METHODS[m], Averaging::Parameters)
            .averaged
            .unwrap()
    });
    let entry = || prop_oneof![Just(0.0), Just(1.0), Just(-1.0), Just(0.5), Just(2.0)];
    let ties = (
        prop::collection::vec(entry(), k * k),
        prop::collection::vec(entry(), k),
    );
    let free = (
        prop::collection::vec(-3.0..3.0f64, k * k),
        prop::collection::vec(-1.0..1.0f64, k),
    );
    let make = |(w, b): (Vec<f64>, Vec<f64>)| parameters(&w, &b);
    prop_oneof![fitted, several, ties.prop_map(make), free.prop_map(make)]
}

/// The library's own decision for a distribution.
fn label_after(parameters: &Parameters, p: &[f64]) -> Decision {
    output(&distribution(p), parameters, Readout::Softmax).label_after
}

/// All points of a triangular grid.
fn grid(steps: usize) -> impl Iterator<Item = Barycentric> {
    let share = move |n: usize| n as f64 / steps as f64;
    (0..=steps)
        .flat_map(move |a| (0..=steps - a).map(move |b| [share(a), share(b), share(steps - a - b)]))
}

/// Twice the signed area of the triangle of three points; one for the whole triangle.
fn area(a: &Barycentric, b: &Barycentric, c: &Barycentric) -> f64 {
    (b[1] - a[1]) * (c[2] - a[2]) - (b[2] - a[2]) * (c[1] - a[1])
}

/// The depth of a point in a polygon: the smallest [`area`] that it spans with an edge; negative outside.
fn depth(polygon: &[Barycentric], p: &Barycentric) -> f64 {
    let next = polygon.iter().cycle().skip(1);
    (polygon.iter().zip(next))
        .map(|(a, b)| area(a, b, p))
        .fold(f64::INFINITY, f64::min)
}

/// Compares the polygons of `parameters` with the decisions on a grid.
fn check_regions(parameters: &Parameters, steps: usize) -> Result<(), TestCaseError> {
    let found = regions(parameters).unwrap();
    let total: f64 = found.iter().map(|region| region.share()).sum();
    prop_assert!((total - 1.0).abs() < 1e-9, "{total}");
    for region in &found {
        for p in &region.polygon {
            prop_assert!(p.iter().all(|p| (0.0..=1.0).contains(p)));
            prop_assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        }
        // The polygon is convex and anticlockwise: no corner lies outside.
        for p in &region.polygon {
            prop_assert!(depth(&region.polygon, p) > -1e-12);
        }
        let fan = region
            .polygon
            .iter()
            .skip(1)
            .zip(region.polygon.iter().skip(2));
        let fan: f64 = fan.map(|(b, c)| area(&region.polygon[0], b, c)).sum();
        prop_assert!((fan - region.share()).abs() < 1e-12);
    }
    for p in grid(steps) {
        let decision = label_after(parameters, &p);
        prop_assert_eq!(winner(parameters, p), Some(decision.clone()));
        let mut owners = 0;
        for (label, region) in found.iter().enumerate() {
            if region.polygon.is_empty() || depth(&region.polygon, &p) < 1e-9 {
                continue;
            }
            owners += 1;
            let mut expected = vec![label];
            expected.extend(&region.tied);
            expected.sort_unstable();
            let expected = match expected[..] {
                [only] => Decision::Label(only),
                _ => Decision::Tie(expected),
            };
            prop_assert_eq!(decision.index(), label);
            prop_assert_eq!(&decision, &expected, "{:?} inside region {}", p, label);
        }
        prop_assert!(owners <= 1, "{p:?} has {owners} owners");
        // Every point that is not close to a tie lies in the polygon of its label, border included.
        if let Decision::Label(label) = decision {
            let scores = parameters.scores(&distribution(&p));
            let others = (0..3).filter(|&other| other != label);
            let lead = others
                .map(|other| scores[label] - scores[other])
                .fold(f64::INFINITY, f64::min);
            if lead > 1e-4 {
                prop_assert!(
                    depth(&found[label].polygon, &p) > -1e-9 && !found[label].polygon.is_empty()
                );
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, rng_seed: RngSeed::Fixed(20_261_125), ..ProptestConfig::default() })]

    #[test]
    fn regions_are_the_decisions(parameters in any_parameters(3)) {
        check_regions(&parameters, 24)?;
    }

    #[test]
    fn pieces_of_the_line_are_the_flips(parameters in any_parameters(2)) {
        let found = flips(&parameters).unwrap();
        prop_assert!(found.len() <= 2);
        for i in 0..=1000 {
            let p = f64::from(i) / 1000.0;
            if [0.5].iter().chain(found.iter().flat_map(|flip| [&flip.from, &flip.to])).any(|end| (end - p).abs() < 1e-9) {
                continue; // Labels tie here, or the line ends.
            }
            let at = output(&distribution(&[p, 1.0 - p]), &parameters, Readout::Softmax);
            // An end of the line may be a tie that belongs to no interval.
            if (p == 0.0 || p == 1.0) && at.label_after.is_tie() { continue }
            let inside: Vec<&Flip> = found.iter().filter(|flip| flip.from < p && p < flip.to).collect();
            prop_assert_eq!(inside.len(), usize::from(at.flips()), "{} {:?} {:?}", p, found, at);
            if let [flip] = inside[..] {
                prop_assert_eq!(Decision::Label(flip.before), at.label_before);
                let after = flip.after.map_or(Decision::Tie(vec![0, 1]), Decision::Label);
                prop_assert_eq!(after, at.label_after);
            }
        }
    }

    #[test]
    fn the_curve_is_the_output(parameters in any_parameters(2), p in 0.0..=1.0f64) {
        for readout in READOUTS {
            let expected = output(&distribution(&[p, 1.0 - p]), &parameters, readout).after;
            prop_assert_eq!(calibrated(&parameters, p, readout), expected.ok().map(|q| q[0]));
        }
        let s = parameters.scores(&distribution(&[p, 1.0 - p]));
        let softmax = 1.0 / (1.0 + (s[1] - s[0]).exp());
        prop_assert!((calibrated(&parameters, p, Readout::Softmax).unwrap() - softmax).abs() < 1e-12);
    }

    #[test]
    fn gains_are_the_share_of_the_edge((k, parameters) in (2usize..=6).prop_flat_map(|k| (Just(k), any_parameters(k)))) {
        const STEPS: usize = 400;
        let found = gains(&parameters);
        prop_assert_eq!((found.pairs.k(), found.mean.len()), (k, k));
        for i in 0..k {
            prop_assert_eq!(found.pairs.get(i, i), 0.0);
            for j in (0..k).filter(|&j| j != i) {
                let mut shares = [0.0; 2];
                for step in 0..STEPS {
                    let t = (step as f64 + 0.5) / STEPS as f64;
                    let mut p = vec![0.0; k];
                    (p[i], p[j]) = (t, 1.0 - t);
                    let at = output(&distribution(&p), &parameters, Readout::Scores);
                    for (share, values) in shares.iter_mut().zip([at.before.as_slice(), &at.scores]) {
                        *share += match Decision::of(&[values[i], values[j]]) {
                            Decision::Label(0) => 1.0,
                            Decision::Label(_) => 0.0,
                            Decision::Tie(_) => 0.5,
                        } / STEPS as f64;
                    }
                }
                let gain = found.pairs.get(i, j);
                prop_assert!((shares[0] - 0.5).abs() < 1e-9);
                prop_assert!((shares[1] - shares[0] - gain).abs() < 0.6 / STEPS as f64, "{i} {j}: {shares:?} {gain}");
                prop_assert!((-0.5..=0.5).contains(&gain));
                prop_assert_eq!(gain, -found.pairs.get(j, i));
                prop_assert!((pair_share(&parameters, j, i) - 0.5 + gain).abs() < 1e-12);
            }
            let mean = (0..k).map(|j| found.pairs.get(i, j)).sum::<f64>() / (k - 1) as f64;
            prop_assert!((found.mean[i] - mean).abs() < 1e-12);
        }
        prop_assert!(found.mean.iter().sum::<f64>().abs() < 1e-9);
    }

    #[test]
    fn gains_have_closed_forms(p in (2usize..=20).prop_flat_map(positive_row)) {
        let k = p.len();
        let at = |label: usize| p.as_slice()[label];
        let none = gains(&fit(&p, Method::None).unwrap());
        prop_assert_eq!(none.pairs, Matrix::diagonal(&vec![0.0; k]));
        for method in METHODS {
            let even = gains(&fit(&Distribution::even(k), method).unwrap());
            prop_assert_eq!(even.pairs, Matrix::diagonal(&vec![0.0; k]));
            prop_assert_eq!(even.mean, vec![0.0; k]);
        }
        let diagonal = gains(&fit(&p, Method::Diagonal).unwrap()).pairs;
        let identity = gains(&fit(&p, Method::Identity).unwrap()).pairs;
        for (i, j) in (0..k).flat_map(|i| (0..k).map(move |j| (i, j))).filter(|(i, j)| i != j) {
            prop_assert!((diagonal.get(i, j) - (at(j) / (at(i) + at(j)) - 0.5)).abs() < 1e-12);
            prop_assert!((identity.get(i, j) - (at(j) - at(i)) / 2.0).abs() < 1e-12);
        }
    }

    #[test]
    fn two_labels_gain_what_the_threshold_moves(parameters in any_parameters(2)) {
        let gain = gains(&parameters).pairs.get(0, 1);
        let expected = match threshold(&parameters).unwrap() {
            Threshold::At { p, first_above: true } => 0.5 - p,
            Threshold::At { p, first_above: false } => p - 0.5,
            Threshold::Always(0) => 0.5,
            Threshold::Always(_) => -0.5,
            Threshold::Never => 0.0,
        };
        prop_assert!((gain - expected).abs() < 1e-9, "{gain} {expected}");
    }

    #[test]
    fn the_nearest_point_is_nearest(x in -2.0..3.0f64, y in -2.0..3.0f64) {
        let p = from_plane([x, y]);
        let found = nearest(p);
        prop_assert!(found.iter().all(|p| (0.0..=1.0).contains(p)) && (found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        prop_assert_eq!(nearest(found), found);
        if p.iter().all(|p| *p >= 0.0) { prop_assert_eq!(found, p); }
        let distance = |q: Barycentric| { let [a, b] = to_plane(q); (a - x).hypot(b - y) };
        let least = grid(100).map(distance).fold(f64::INFINITY, f64::min);
        prop_assert!(distance(found) <= least + 1e-12 && distance(found) > least - 0.01);
        // No corner of the triangle lies further in the direction of the point than `found`.
        let [a, b] = to_plane(found);
        for corner in [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]] {
            let [c, d] = to_plane(corner);
            prop_assert!((x - a) * (c - a) + (y - b) * (d - b) < 1e-12);
        }
    }

    #[test]
    fn the_plane_and_back(p in rows(3, 0.0)) {
        let p: Barycentric = p.as_slice().try_into().unwrap();
        let [x, y] = to_plane(p);
        prop_assert!((0.0..=1.0).contains(&x) && (-1e-15..=HEIGHT + 1e-15).contains(&y));
        for (found, expected) in from_plane([x, y]).iter().zip(p) { prop_assert!((found - expected).abs() < 1e-12); }
    }

    #[test]
    fn an_interval_holds_the_share(of in 1usize..2000, right in 0usize..2000) {
        let right = right.min(of);
        let (low, high) = wilson(right, of);
        let (n, share) = (of as f64, right as f64 / of as f64);
        prop_assert!(0.0 <= low && low <= share + 1e-12 && share <= high + 1e-12 && high <= 1.0);
        // Both ends are z standard errors away from the share.
        for p in [low, high] {
            prop_assert!((n * (share - p).powi(2) - 1.959_963_984_540_054f64.powi(2) * p * (1.0 - p)).abs() < 1e-9);
        }
        let (other_low, other_high) = wilson(of - right, of);
        prop_assert!((low - (1.0 - other_high)).abs() < 1e-15 && (high - (1.0 - other_low)).abs() < 1e-15);
    }
}

#[test]
fn thresholds_of_the_averaging_orders() {
    let prompts = [[0.9, 0.1], [0.6, 0.4], [0.5, 0.5]].map(|p| distribution(&p));
    for (averaging, border) in [
        (Averaging::Probabilities, 2.0 / 3.0),
        (Averaging::Parameters, 0.752),
    ] {
        let fitted = fit_prompts(&prompts, 2, Method::Diagonal, averaging)
            .averaged
            .unwrap();
        let found = flips(&fitted).unwrap();
        let [flip] = found[..] else {
            panic!("{found:?}")
        };
        assert_eq!((flip.from, flip.before, flip.after), (0.5, 0, Some(1)));
        assert!((flip.to - border).abs() < 5e-4, "{flip:?}");
        assert!((gains(&fitted).pairs.get(0, 1) + border - 0.5).abs() < 5e-4);
        assert!((calibrated(&fitted, flip.to, Readout::Softmax).unwrap() - 0.5).abs() < 1e-12);
    }
}

#[test]
fn pieces_of_special_lines() {
    let pieces = |w: [f64; 4], b: [f64; 2]| {
        let found = flips(&parameters(&w, &b)).unwrap();
        let piece = |f: Flip| (f.from, f.to, f.before, f.after);
        found.into_iter().map(piece).collect::<Vec<_>>()
    };
    assert_eq!(pieces([1.0, 0.0, 0.0, 1.0], [0.0, 0.0]), []);
    let below = (0.0, 0.5, 1, Some(0));
    let above = (0.5, 1.0, 0, Some(1));
    assert_eq!(pieces([0.0, 1.0, 1.0, 0.0], [0.0, 0.0]), [below, above]);
    assert_eq!(pieces([0.0; 4], [1.0, 0.0]), [below]);
    assert_eq!(pieces([0.0; 4], [0.0, 1.0]), [above]);
    let undecided = [(0.0, 0.5, 1, None), (0.5, 1.0, 0, None)];
    assert_eq!(pieces([0.0; 4], [0.0, 0.0]), undecided);
    // Reversed, with the border at ¼: only the middle keeps its label.
    let outer = [(0.0, 0.25, 1, Some(0)), above];
    assert_eq!(pieces([-3.0, 0.0, 0.0, -1.0], [0.0, 0.0]), outer);
    assert_eq!(flips(&Parameters::identity(3)), None);
}

#[test]
fn the_curve_has_gaps() {
    let shifted = parameters(&[1.0, 0.0, 0.0, 1.0], &[-0.5, 0.5]);
    assert_eq!(calibrated(&shifted, 0.25, Readout::Normalize), None);
    assert_eq!(calibrated(&shifted, 0.75, Readout::Normalize), Some(0.25));
    assert_eq!(calibrated(&shifted, 0.25, Readout::Scores), Some(-0.25));
    for outside in [-0.1, 1.1, f64::NAN] {
        assert_eq!(calibrated(&shifted, outside, Readout::Softmax), None);
    }
    assert_eq!(
        calibrated(&Parameters::identity(3), 0.5, Readout::Softmax),
        None
    );
}

#[test]
fn diagonal_and_identity_disagree() {
    let cf = distribution(&[0.6, 0.3, 0.1]);
    let p = [0.02, 0.65, 0.33];
    for (method, label) in [
        (Method::None, 1),
        (Method::Identity, 1),
        (Method::Diagonal, 2),
    ] {
        let fitted = fit(&cf, method).unwrap();
        assert_eq!(winner(&fitted, p), Some(Decision::Label(label)));
        let found = regions(&fitted).unwrap();
        for (k, region) in found.iter().enumerate() {
            assert_eq!(
                depth(&region.polygon, &p) > 0.0,
                k == label,
                "{method:?} {k}"
            );
        }
    }
    // All borders of the diagonal form meet at p_cf and run to the corners' opposite edges.
    let found = regions(&fit(&cf, Method::Diagonal).unwrap()).unwrap();
    for region in &found {
        assert_eq!(region.polygon.len(), 4);
        let meets = |p: &Barycentric| {
            p.iter()
                .zip([0.6, 0.3, 0.1])
                .all(|(a, b)| (a - b).abs() < 1e-12)
        };
        assert_eq!(region.polygon.iter().filter(|p| meets(p)).count(), 1);
    }
    // The corner's two triangles: p₂ p₃ (1/(p₁+p₂) + 1/(p₁+p₃)) for the first label.
    let share = 0.03 * (1.0 / 0.9 + 1.0 / 0.7);
    assert!(
        (found[0].share() - share).abs() < 1e-12,
        "{}",
        found[0].share()
    );
}

#[test]
fn degenerate_regions() {
    let corners = vec![[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
    let whole = |label: usize, w: &[f64], b: [f64; 3], tied: [&[usize]; 3]| {
        let parameters = parameters(w, &b);
        check_regions(&parameters, 12).unwrap();
        let found = regions(&parameters).unwrap();
        for (k, region) in found.iter().enumerate() {
            let polygon = if k == label { corners.clone() } else { vec![] };
            assert_eq!(
                (&region.polygon, &region.tied[..]),
                (&polygon, tied[k]),
                "{k} of {w:?}"
            );
        }
    };
    // All-zero W: every point is a tie, or the largest bias wins everywhere.
    whole(0, &[0.0; 9], [0.0; 3], [&[1, 2], &[0, 2], &[0, 1]]);
    whole(2, &[0.0; 9], [0.1, 0.2, 0.3], [&[], &[], &[]]);
    whole(1, &[0.0; 9], [0.0, 1.0, 1.0], [&[], &[2], &[1]]);
    // A tie, except for the rounding error of 0.1 + 0.2.
    whole(
        0,
        &[0.3, 0.3, 0.3, 0.1, 0.1, 0.1, 0.3, 0.3, 0.3],
        [0.0, 0.2, 0.0],
        [&[1, 2], &[0, 2], &[0, 1]],
    );
    // Neighbours are close enough to tie, the outer two are not: still one label has the whole triangle.
    let [low, high] = [1.0 + 0.8e-12, 1.0 + 1.6e-12];
    let chain = parameters(&[1.0, 1.0, 1.0, low, low, low, high, high, high], &[0.0; 3]);
    let shares = regions(&chain).unwrap().map(|region| region.share());
    assert_eq!(shares, [0.0, 0.0, 1.0]);
    // The first label ties with the second on one edge only: an edge is no region.
    whole(
        1,
        &[0.0, 0.0, 0.0, 0.0, 0.0, 1.0, -1.0, -1.0, -1.0],
        [0.0; 3],
        [&[], &[], &[]],
    );
    // Two labels share half of the triangle, the third has the other half.
    let halves = parameters(&[1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0, 0.0], &[0.0; 3]);
    check_regions(&halves, 12).unwrap();
    let found = regions(&halves).unwrap();
    assert_eq!(
        found.each_ref().map(|r| (r.share() * 2.0, r.tied.clone())),
        [(1.0, vec![1]), (0.0, vec![0]), (1.0, vec![])]
    );
    // Three borders on the same line leave no sliver.
    check_regions(
        &parameters(&[0.3, 0.0, 0.0, 0.2, 0.0, 0.1, 0.1, 0.0, 0.2], &[0.0; 3]),
        12,
    )
    .unwrap();
    assert_eq!(regions(&Parameters::identity(2)), None);
    assert_eq!(regions(&Parameters::identity(4)), None);
}

#[test]
fn regions_of_extreme_parameters() {
    for cf in [[1e-290, 0.5, 0.5], [1e-9, 1e-6, 1.0], [1e-200, 1e-100, 1.0]] {
        let found = regions(&fit(&distribution(&cf), Method::Diagonal).unwrap()).unwrap();
        assert!((found.iter().map(|r| r.share()).sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(found[0].share() > 0.999, "{cf:?}");
    }
    check_regions(
        &parameters(
            &[1e6, -1e6, 0.0, 1e-6, 0.0, 1.0, -1e6, 1e6, 1e6],
            &[1e6, -1e6, 0.0],
        ),
        24,
    )
    .unwrap();
}

#[test]
fn points_that_are_none() {
    assert_eq!(winner(&Parameters::identity(3), [1.2, -0.1, -0.1]), None);
    assert_eq!(winner(&Parameters::identity(2), [1.0, 0.0, 0.0]), None);
    for p in [[f64::NAN; 3], [f64::INFINITY, 0.0, 0.0]] {
        assert_eq!(nearest(p), [1.0 / 3.0; 3]);
    }
    assert_eq!(nearest(from_plane([1e17, -1e17])), [1.0, 0.0, 0.0]);
    assert_eq!(nearest(from_plane([0.5, 1e300])), [0.0, 0.5, 0.5]);
    assert_eq!(to_plane([1.0, 0.0, 0.0]), [0.5, 0.0]);
    assert_eq!(to_plane([0.0, 1.0, 0.0]), [0.0, HEIGHT]);
    assert_eq!(to_plane([0.0, 0.0, 1.0]), [1.0, HEIGHT]);
    assert!((HEIGHT - 0.75f64.sqrt()).abs() < 1e-16);
}

/// The expected values were computed with Python from the textbook form of Wilson's interval.
#[test]
fn intervals_of_measured_accuracies() {
    for (right, of, low, high) in [
        (26, 30, 0.703_186_733_179_637_1, 0.946_903_445_159_452_5),
        (18, 30, 0.423_203_602_533_224_75, 0.754_093_718_831_981_5),
        (25, 30, 0.664_356_494_935_839_8, 0.926_634_576_281_514_5),
        (0, 30, 0.0, 0.113_513_393_173_968_76),
        (30, 30, 0.886_486_606_826_031_2, 1.0),
        (1, 1, 0.206_549_314_377_237_45, 1.0),
        (0, 1, 0.0, 0.793_450_685_622_762_6),
        (5, 10, 0.236_593_090_512_564, 0.763_406_909_487_436_1),
        (1, 20, 0.008_881_448_800_795_402, 0.236_131_193_446_742_05),
        (881, 1000, 0.859_459_194_401_017_6, 0.899_624_815_632_989_5),
    ] {
        let found = wilson(right, of);
        assert!(
            (found.0 - low).abs() < 1e-14 && (found.1 - high).abs() < 1e-14,
            "{right} of {of}: {found:?}"
        );
    }
    assert_eq!(wilson(0, 0), (0.0, 1.0));
    assert_eq!(wilson(3, 0), (0.0, 1.0));
    assert_eq!(wilson(7, 5), wilson(5, 5));
    assert_eq!((wilson(0, 9).0, wilson(9, 9).1), (0.0, 1.0));
}
