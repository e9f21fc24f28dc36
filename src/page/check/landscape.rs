//! The landscape of bias: the accuracy of every shift, with the one in use as a point that can be dragged.

use super::ground::{Ground, Layout, Place, nearest};
use super::methods::name;
use super::picture::Picture;
use crate::calibration::Parameters;
use crate::check::{Approach, Best, Compared, Form};
use crate::page::drag::{Drag, DragEvent, Gesture, Position, Step};
use crate::page::env::Env;
use crate::page::i18n::t;
use crate::page::msg::{AppMsg, EditMsg};
use crate::page::readonly;
use crate::state::{Action, Merge, State, put_on_shift};
use std::rc::Rc;
use yew::prelude::*;

/// Parameters that are marked in the landscape.
#[derive(Clone, PartialEq)]
pub(crate) struct LandscapeMark {
    pub(crate) name: AttrValue,
    pub(crate) parameters: Rc<Parameters>,
    /// Their accuracy, 0 to 1.
    pub(crate) accuracy: f64,
}

/// Makes the marks: no calibration, each method whose W is defined, the best shift. What is set by hand is the point in use.
pub(crate) fn marks(
    compared: &[Compared],
    best: Option<&Best>,
    several: bool,
) -> Vec<LandscapeMark> {
    let name = |approach| (approach != Approach::ByHand).then(|| name(approach, several));
    let methods = compared.iter().filter_map(|line| {
        let outcome = line.outcome.as_ref().ok()?;
        Some(LandscapeMark {
            name: name(line.approach)?,
            parameters: Rc::new(outcome.parameters.clone()),
            accuracy: outcome.counts.after.accuracy()?,
        })
    });
    let best = best.and_then(|best| {
        Some(LandscapeMark {
            name: t!("check.method.best"),
            parameters: Rc::new(best.parameters.clone()),
            accuracy: best.counts.after.accuracy()?,
        })
    });
    methods.chain(best).collect()
}

#[derive(Clone, PartialEq, Properties)]
pub(crate) struct Props {
    pub(crate) state: Rc<State>,
    /// W and b in use.
    pub(crate) parameters: Rc<Parameters>,
    /// Number of inputs that they get right, of those whose right label is known.
    pub(crate) right: usize,
    /// Weights, or bias where the method is identity.
    pub(crate) form: Form,
    pub(crate) marks: Rc<Vec<LandscapeMark>>,
    /// True while anything on the page is dragged: the curve or map waits for its end.
    pub(crate) dragging: bool,
    pub(crate) env: Env,
}

/// The landscape, for states some of whose inputs have right labels.
#[derive(Default)]
pub(crate) struct Landscape {
    drag: Drag,
    /// The parameters in use when the drag in progress began: every preview starts from the state before it.
    before: Option<Rc<Parameters>>,
    /// The label of the curve, for more than three.
    label: usize,
    ground: Option<Ground>,
}

pub(crate) enum Msg {
    /// An event on the point in use.
    Point(DragEvent),
    /// Chooses the label of the curve.
    Label(usize),
}

impl Component for Landscape {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let mut landscape = Self::default();
        Ground::renew(&mut landscape.ground, ctx.props(), 0);
        landscape
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let props = ctx.props();
        if props == old {
            return false;
        }
        if !props.dragging || props.state.k() != old.state.k() || props.form != old.form {
            Ground::renew(&mut self.ground, props, self.label);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::Point(event) => {
                if let Some(edit) = self.moved(&event, ctx.props()) {
                    ctx.props().env.send.emit(AppMsg::Edit(edit));
                }
                false
            }
            Msg::Label(label) => {
                self.label = label;
                Ground::renew(&mut self.ground, ctx.props(), label);
                true
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let Some(ground) = &self.ground else {
            return Html::default();
        };
        let props = ctx.props();
        let point = ground.layout.place(props.form, &props.parameters);
        let put = || {
            let action = put_on(props, nearest(props)?)?;
            Some(props.env.edit(action))
        };
        let picture = Picture {
            props,
            ground,
            point,
            pointer: (ctx.link()).callback(|event: PointerEvent| Msg::Point(event.into())),
            key: (ctx.link()).callback(|event: KeyboardEvent| Msg::Point(event.into())),
            choose: ctx.link().callback(Msg::Label),
            put: if point.is_none() { put() } else { None },
        };
        picture.view()
    }

    fn rendered(&mut self, _: &Context<Self>, _: bool) {
        readonly::renew();
    }
}

/// The action that puts the parameters in use on the shift of others.
fn put_on(props: &Props, others: &Parameters) -> Option<Action> {
    let c = props.form.shift(others)?;
    Some(put_on_shift(props.form, &c, &props.parameters))
}

impl Landscape {
    /// The change that an event on the point means, if any.
    fn moved(&mut self, event: &DragEvent, props: &Props) -> Option<EditMsg> {
        let ground = self.ground.as_ref()?;
        let axis = ground.axis;
        let at = ground.layout.place(props.form, &props.parameters)?;
        let is_map = ground.layout == Layout::Map;
        let gesture = self.drag.on(
            event,
            Some(Position {
                x: axis.share(at.x),
                y: if is_map { 1.0 - axis.share(at.y) } else { 0.0 },
            }),
        )?;
        let current = self.before.as_ref().unwrap_or(&props.parameters);
        let step = |at| {
            let action = ground.put(at, &props.parameters)?;
            Some(EditMsg::Apply(action, Some(Merge::Shift)))
        };
        let (first, last) = axis.ends();
        match gesture {
            Gesture::Hold => {
                self.before = Some(Rc::clone(&props.parameters));
                None
            }
            Gesture::Move(Position { x, y }) => {
                let at = Place {
                    x: axis.at(x),
                    y: if is_map { axis.at(1.0 - y) } else { 0.0 },
                };
                ground.put(at, current).map(EditMsg::Preview)
            }
            Gesture::Release => {
                self.before = None;
                Some(EditMsg::Commit)
            }
            Gesture::Cancel => {
                self.before = None;
                Some(EditMsg::Cancel)
            }
            Gesture::Step(Step::Up(by)) if is_map => step(Place {
                y: axis.stepped(at.y, by),
                ..at
            }),
            Gesture::Step(Step::Across(by) | Step::Up(by)) => step(Place {
                x: axis.stepped(at.x, by),
                ..at
            }),
            Gesture::Step(Step::First) => step(Place { x: first, ..at }),
            Gesture::Step(Step::Last) => step(Place { x: last, ..at }),
            Gesture::EndRun => Some(EditMsg::EndRun),
        }
    }
}
