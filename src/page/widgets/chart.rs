use crate::calibration::{Output, Readout};
use crate::chart::{self, Axis, BarChart, Density, Mark, Palette, Rect, Scene, Size, Stage};
use crate::page::drag::{Drag, DragEvent, Position, Probability};
use crate::page::env::Env;
use crate::page::i18n::{self, t};
use crate::page::msg::{AppMsg, ViewMsg};
use crate::page::widgets::bar::value_text;
use crate::page::widgets::draw_queue::{Waiting, wait};
use crate::page::{dom, readonly};
use crate::state::{Row, full, short};
use gloo_events::EventListener;
use plotters::prelude::IntoDrawingArea;
use plotters_canvas::CanvasBackend;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlCanvasElement, ResizeObserver};
use yew::prelude::*;

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// The name of the chart.
    pub(crate) name: AttrValue,
    pub(crate) labels: Rc<Vec<String>>,
    pub(crate) output: Rc<Output>,
    /// The values before a drag in progress elsewhere, if there is one: the picture follows the drag, but full values, texts for
    /// screen readers and charts out of view wait for its end.
    pub(crate) before_drag: Option<Rc<Output>>,
    pub(crate) readout: Readout,
    /// The scale of the scores, the same for charts that are side by side.
    pub(crate) score_axis: Axis,
    /// The scale of the probabilities, likewise.
    pub(crate) axis: Axis,
    /// Index of the test input, whose *before* bars can be dragged; `None` for a context-free prompt.
    pub(crate) input: Option<usize>,
    /// Index of the context-free prompt; `None` for a test input.
    pub(crate) prompt: Option<usize>,
    pub(crate) palette: Rc<Palette>,
    /// The root font size in CSS pixels.
    pub(crate) text_size: f64,
    pub(crate) env: Env,
}

pub(crate) enum Msg {
    Resized,
    /// Draws the chart, whose turn in the queue has come; false if it may be left out.
    Draw(bool),
    /// Handles an event on the slider of a label.
    Drag(usize, DragEvent),
    DownloadSvg,
    DownloadPng,
}

/// A before/after chart on a canvas. A transparent SVG over it has the elements that can be pointed at,
/// focused and dragged, so that the canvas is nothing but a picture.
pub(crate) struct ChartView {
    frame: NodeRef,
    canvas: NodeRef,
    /// The available width in CSS pixels, 0 until it is measured.
    width: f64,
    scene: Option<Scene>,
    drag: Drag,
    /// True if the chart waits in the draw queue.
    pending: bool,
    observer: Option<(ResizeObserver, Closure<dyn Fn()>)>,
    _zoom: Option<EventListener>,
}

impl Component for ChartView {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        // Zooming changes the size of device pixels without changing the chart's size in CSS pixels.
        let resized = ctx.link().callback(|()| Msg::Resized);
        let zoom = dom::around()
            .map(|around| EventListener::new(&around, "resize", move |_| resized.emit(())));
        Self {
            frame: NodeRef::default(),
            canvas: NodeRef::default(),
            width: 0.0,
            scene: None,
            drag: Drag::default(),
            pending: false,
            observer: None,
            _zoom: zoom,
        }
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Props) -> bool {
        let props = ctx.props();
        if old.before_drag.is_some() && props.before_drag.is_some() && old.env == props.env {
            // The drag goes on: only the picture changes, and only if it is in view.
            self.draw_soon(ctx);
            return false;
        }
        self.lay_out(ctx);
        true
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        readonly::renew();
        if first {
            // Give the canvas its size before the page is shown, so that nothing below the chart moves when it is drawn.
            self.measure();
            self.lay_out(ctx);
            self.take_room();
            let resized = ctx.link().callback(|()| Msg::Resized);
            let closure = Closure::<dyn Fn()>::new(move || resized.emit(()));
            if let (Ok(observer), Some(frame)) = (
                ResizeObserver::new(closure.as_ref().unchecked_ref()),
                self.frame.cast::<Element>(),
            ) {
                observer.observe(&frame);
                self.observer = Some((observer, closure));
            }
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        let send = &ctx.props().env.send;
        match msg {
            Msg::Resized => {
                let size = dom::root_font_size();
                if (size - ctx.props().text_size).abs() > 0.01 {
                    send.emit(AppMsg::View(ViewMsg::Redraw));
                }
                self.measure();
                self.lay_out(ctx);
                return true;
            }
            Msg::Draw(in_view) => {
                self.pending = false;
                if ctx.props().before_drag.is_some() {
                    if !in_view {
                        return false;
                    }
                    self.arrange(ctx.props());
                }
                self.draw(&ctx.props().palette);
            }
            Msg::Drag(label, event) => {
                if let Some(gesture) = self.drag.on(&event, None)
                    && let Some(input) = ctx.props().input
                    && let Some(scene) = &self.scene
                    && let Some(mark) = scene.mark(label, Stage::Before)
                {
                    let (track, size) = (&mark.track, scene.size);
                    let value =
                        |at: Position| track.value_at(at.x * size.width, at.y * size.height);
                    let row = Row::Input(input);
                    Probability { row, label }.drag(gesture, value, send);
                }
            }
            Msg::DownloadSvg => self.download_svg(ctx.props()),
            Msg::DownloadPng => self.download_png(ctx.props()),
        }
        false
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let small = props.prompt.is_some();
        html! {
            <figure class={classes!("chart", small.then_some("is-small"))}>
                <div class="chart-frame" ref={&self.frame}>
                    <canvas ref={&self.canvas} aria-hidden="true"></canvas>
                    if let Some(scene) = &self.scene {
                        <svg class="chart-overlay" width={scene.size.width.to_string()} height={scene.size.height.to_string()}
                            role="group" aria-label={&props.name} data-roving="1" data-drag-area="">
                            { for self.overlay(ctx, scene) }
                        </svg>
                    }
                </div>
                <figcaption>
                    if small {
                        <span class="chart-name" dir="auto">{ &props.name }</span>
                    }
                    <span class="chart-files">
                        <button class="link-button" onclick={ctx.link().callback(|_: MouseEvent| Msg::DownloadPng)}
                            aria-label={t!("chart.png", name = props.name)}>{ "PNG" }</button>
                        <button class="link-button" onclick={ctx.link().callback(|_: MouseEvent| Msg::DownloadSvg)}
                            aria-label={t!("chart.svg", name = props.name)}>{ "SVG" }</button>
                    </span>
                </figcaption>
            </figure>
        }
    }

    fn destroy(&mut self, _: &Context<Self>) {
        if let Some((observer, _)) = self.observer.take() {
            observer.disconnect();
        }
    }
}

impl ChartView {
    fn chart(&self, props: &Props) -> BarChart {
        let density = if props.prompt.is_some() {
            Density::Small
        } else {
            Density::Full
        };
        let after = props.output.after.clone().ok();
        let axis = match props.readout {
            Readout::Scores => props.score_axis,
            _ => props.axis,
        };
        let height =
            chart::preferred_height(&props.labels, axis, self.width, density, props.text_size);
        BarChart {
            labels: props.labels.to_vec(),
            before: props.output.before.as_slice().to_vec(),
            after,
            axis,
            captions: Some([
                t!("chart.probability").to_string(),
                t!("chart.score").to_string(),
            ]),
            size: Size {
                width: self.width,
                height,
            },
            density,
            text_size: props.text_size,
        }
    }

    /// Measures the available width, in CSS pixels.
    fn measure(&mut self) {
        let frame = self.frame.cast::<Element>();
        self.width = frame.map_or(0.0, |frame| f64::from(frame.client_width()));
    }

    /// Computes the scene.
    fn arrange(&mut self, props: &Props) {
        if self.width >= 1.0 {
            self.scene = Some(chart::layout(&self.chart(props), &short));
        }
    }

    /// Computes the scene and queues the chart to be drawn.
    fn lay_out(&mut self, ctx: &Context<Self>) {
        self.arrange(ctx.props());
        self.draw_soon(ctx);
    }

    fn draw_soon(&mut self, ctx: &Context<Self>) {
        if self.scene.is_some() && !self.pending {
            self.pending = true;
            wait(Waiting {
                frame: self.frame.clone(),
                dragging: ctx.props().before_drag.is_some(),
                draw: ctx.link().callback(Msg::Draw),
            });
        }
    }

    /// Gives the canvas the size of the scene, in CSS pixels.
    fn take_room(&self) -> Option<(&Scene, HtmlCanvasElement)> {
        let (scene, canvas) = (
            self.scene.as_ref()?,
            self.canvas.cast::<HtmlCanvasElement>()?,
        );
        dom::set_style(&canvas, "width", &format!("{}px", scene.size.width));
        dom::set_style(&canvas, "height", &format!("{}px", scene.size.height));
        Some((scene, canvas))
    }

    fn draw(&self, palette: &Palette) {
        let Some((scene, canvas)) = self.take_room() else {
            return;
        };
        let ratio = dom::window().map_or(1.0, |window| window.device_pixel_ratio());
        let pixels = |css: f64| (css * ratio).round().clamp(1.0, 16_384.0) as u32;
        // Setting a size also clears the canvas.
        canvas.set_width(pixels(scene.size.width));
        canvas.set_height(pixels(scene.size.height));
        if let Some(backend) = CanvasBackend::with_canvas_object(canvas) {
            // If drawing fails, the table of numbers still shows the values.
            let _ = chart::draw(scene, palette, &backend.into_drawing_area(), ratio);
        }
    }

    fn overlay<'a>(
        &'a self,
        ctx: &'a Context<Self>,
        scene: &'a Scene,
    ) -> impl Iterator<Item = Html> {
        scene
            .marks
            .iter()
            .filter(|mark| mark.stage == Stage::Before)
            .map(move |mark| {
                let k = mark.label;
                match ctx.props().input {
                    Some(_) => self.handle(ctx, mark, scene),
                    None => self.target(ctx.props(), mark, k),
                }
            })
    }

    /// The values of a label in words, with all digits.
    fn reading(props: &Props, k: usize) -> AttrValue {
        let label = props.labels.get(k).cloned().unwrap_or_default();
        let output = props.before_drag.as_ref().unwrap_or(&props.output);
        let before = full(output.before.get(k).unwrap_or(0.0));
        match output.after.as_ref().ok().and_then(|after| after.get(k)) {
            Some(after) => t!(
                "chart.reading",
                label = label,
                before = before,
                after = full(*after)
            ),
            None => t!("chart.reading_before", label = label, before = before),
        }
    }

    /// The area of a label in a small chart, which can be pointed at and focused.
    fn target(&self, props: &Props, mark: &Mark, k: usize) -> Html {
        let reading = Self::reading(props, k);
        html! {
            <rect class="chart-target" x={mark.slot.x.to_string()} y={mark.slot.y.to_string()}
                width={mark.slot.width.to_string()} height={mark.slot.height.to_string()}
                role="img" aria-label={reading.clone()} data-full={reading} data-cell=""
                data-k={k.to_string()} data-i={props.prompt.map(|i| i.to_string())}
                tabindex={if k == 0 { "0" } else { "-1" }} />
        }
    }

    /// A *before* bar that can be dragged: a slider over the whole track.
    fn handle(&self, ctx: &Context<Self>, mark: &Mark, scene: &Scene) -> Html {
        let props = ctx.props();
        let k = mark.label;
        let pointer = ctx
            .link()
            .callback(move |event: PointerEvent| Msg::Drag(k, event.into()));
        let key = ctx
            .link()
            .callback(move |event: KeyboardEvent| Msg::Drag(k, event.into()));
        let label = props.labels.get(k).cloned().unwrap_or_default();
        let vertical = mark.track.orientation == chart::Orientation::Vertical;
        let track = mark.track.rect;
        // A horizontal track is thinner than a finger: there the whole slot can be dragged.
        let grip = if vertical {
            track
        } else {
            Rect {
                x: track.x,
                width: track.width,
                ..mark.slot
            }
        };
        let end = mark.track.position(mark.value);
        let (x, y, width, height) = if vertical {
            (track.x, end - 3.0, track.width, 6.0)
        } else {
            (end - 3.0, track.y, 6.0, track.height)
        };
        let reading = Self::reading(props, k);
        let after = scene.mark(k, Stage::After).map(|after| {
            html! {
                <rect class="chart-target" x={after.track.rect.x.to_string()} y={after.track.rect.y.to_string()}
                    width={after.track.rect.width.to_string()} height={after.track.rect.height.to_string()} />
            }
        });
        html! {
            <g key={k} data-k={k.to_string()} data-full={reading}>
                <rect class="chart-slot" x={mark.slot.x.to_string()} y={mark.slot.y.to_string()}
                    width={mark.slot.width.to_string()} height={mark.slot.height.to_string()} />
                { for after }
                <g class={classes!("chart-handle", if vertical { "is-vertical" } else { "is-horizontal" })}
                    role="slider" tabindex="0"
                    aria-label={t!("chart.handle", label = label)}
                    aria-orientation={if vertical { "vertical" } else { "horizontal" }}
                    aria-valuemin="0.1" aria-valuemax="99.9" aria-valuenow={short(mark.value * 100.0)}
                    aria-valuetext={value_text(mark.value)}
                    onpointerdown={&pointer} onpointermove={&pointer} onpointerup={&pointer} onpointercancel={&pointer}
                    onlostpointercapture={pointer} onkeydown={&key} onkeyup={key}>
                    <rect class="chart-track" x={grip.x.to_string()} y={grip.y.to_string()}
                        width={grip.width.to_string()} height={grip.height.to_string()} />
                    <rect class="chart-grip" x={x.to_string()} y={y.to_string()} width={width.to_string()}
                        height={height.to_string()} rx="2" />
                    // Browsers heed `touch-action` on boxes only: without one a finger would scroll the page.
                    <foreignObject x={grip.x.to_string()} y={grip.y.to_string()}
                        width={grip.width.to_string()} height={grip.height.to_string()}>
                        <div class="chart-pad" xmlns="http://www.w3.org/1999/xhtml"></div>
                    </foreignObject>
                </g>
            </g>
        }
    }

    fn download_svg(&self, props: &Props) {
        if let Some(scene) = &self.scene {
            let readings: Vec<AttrValue> = (0..props.labels.len())
                .map(|k| Self::reading(props, k))
                .collect();
            let svg = chart::svg(scene, &props.palette, &props.name, &i18n::list(&readings));
            dom::download(
                &format!("{}.svg", file_name(&props.name)),
                "image/svg+xml",
                &svg.into(),
            );
        }
    }

    fn download_png(&self, props: &Props) {
        let Some(canvas) = self.canvas.cast::<HtmlCanvasElement>() else {
            return;
        };
        let name = format!("{}.png", file_name(&props.name));
        let done = Closure::once_into_js(move |blob: Option<web_sys::Blob>| {
            if let Some(blob) = blob {
                let _ = dom::download_blob(&name, &blob);
            }
        });
        let _ = canvas.to_blob(done.unchecked_ref());
    }
}

/// Converts a chart's name to a file name: letters and digits of any script are kept, all else becomes dashes.
fn file_name(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || (!c.is_ascii() && !c.is_control() && !c.is_whitespace())
            {
                c
            } else {
                '-'
            }
        })
        .take(60)
        .collect();
    let plain = plain
        .split('-')
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("-");
    if plain.is_empty() {
        "chart".to_owned()
    } else {
        plain
    }
}
