//! The embed dialog, in which a writer of documentation makes a snippet of what the page shows, with a preview.

use crate::export::embed::{
    Choices, HEIGHTS, Page, Preview, Subject, Target, WIDTHS, What, preview, snippet,
};
use crate::link::{PagePart, Theme, ViewName};
use crate::page::env::Env;
use crate::page::i18n::{self, say, t};
use crate::page::language::Language;
use crate::page::msg::{Copied, Dialog};
use crate::page::widgets::choice::{option_of, segments};
use crate::page::widgets::copy::write_clipboard;
use crate::page::widgets::dialog::modal;
use crate::page::{dom, host};
use crate::state::{Named, fixed};
use gloo_events::EventListener;
use std::ops::RangeInclusive;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    HtmlElement, HtmlIFrameElement, HtmlInputElement, HtmlSelectElement, MessageEvent, RequestInit,
    Response,
};
use yew::prelude::*;

/// Most characters of a snippet that are shown: the rest of one with very many inputs would only slow the page down.
const MOST_SHOWN: usize = 100_000;

/// The name of a target, and the key of the text that explains where its snippet goes.
fn target_words(target: Target) -> (&'static str, &'static str) {
    match target {
        Target::Html => ("HTML", "embed.html"),
        Target::Iframe => ("iframe", "embed.iframe"),
        Target::Docusaurus => ("Docusaurus", "embed.docusaurus"),
        Target::MdBook => ("mdBook", "embed.mdbook"),
        Target::MkDocs => ("MkDocs", "embed.mkdocs"),
        Target::Sphinx => ("Sphinx", "embed.sphinx"),
        Target::Jupyter => ("Jupyter", "embed.jupyter"),
    }
}

/// Returns whether a target's snippet is an iframe, which does not know the language and theme of the surrounding page.
fn is_framed(target: Target) -> bool {
    matches!(target, Target::Iframe | Target::Jupyter)
}

/// A width or height, automatic or fixed.
#[derive(Clone, Copy, PartialEq)]
struct Length {
    fixed: bool,
    /// The fixed length in CSS pixels; `None` while the typed text is not a valid length.
    pixels: Option<u32>,
}

impl Length {
    fn chosen(self) -> Option<u32> {
        self.pixels.filter(|_| self.fixed)
    }
}

#[derive(PartialEq, Properties)]
pub(crate) struct Props {
    /// The content that is embedded.
    pub(crate) subject: Rc<Subject>,
    /// The theme of the page, which the preview follows.
    pub(crate) theme: Theme,
    pub(crate) env: Env,
}

pub(crate) enum Msg {
    Show(What),
    LeaveOut(PagePart),
    WithoutTexts,
    ReadOnly(bool),
    SetLanguage(Option<Language>),
    SetTheme(Theme),
    FixWidth(bool),
    Width(Option<u32>),
    FixHeight(bool),
    Height(Option<u32>),
    SetTarget(Target),
    /// The texts of the snippet's language are loaded, or could not be loaded.
    Fetched,
    /// The window has received a message, which may be from the preview.
    FrameMessage(MessageEvent),
    /// The size of the preview on the screen, width and height in CSS pixels.
    Measured(i32, i32),
    Copy,
    Copied(Copied),
    /// Whether the element's script is at the address that the snippet names.
    Package(bool),
}

pub(crate) struct EmbedDialog {
    dialog: NodeRef,
    frame: NodeRef,
    code: NodeRef,
    choices: Choices,
    width: Length,
    height: Length,
    /// The language of the snippet; `None` to follow the surrounding page.
    language: Option<Language>,
    /// The height that the preview has reported, in CSS pixels.
    reported_height: Option<u32>,
    /// The size of the preview on the screen, width and height in CSS pixels.
    size: (i32, i32),
    copied: Copied,
    /// False if the package is missing, as beside a page that `cargo xtask serve` has built.
    has_package: bool,
    _messages: Option<EventListener>,
}

impl Component for EmbedDialog {
    type Message = Msg;
    type Properties = Props;

    fn create(ctx: &Context<Self>) -> Self {
        let heard = ctx.link().callback(Msg::FrameMessage);
        let messages = dom::window().map(|window| {
            EventListener::new(&window, "message", move |event| {
                if let Some(event) = event.dyn_ref::<MessageEvent>() {
                    heard.emit(event.clone());
                }
            })
        });
        ctx.link()
            .send_future(async { Msg::Package(is_there("embed/auto.js").await) });
        let what = match ctx.props().subject.chapter {
            Some(_) => What::Chapter,
            None => What::default(),
        };
        Self {
            dialog: NodeRef::default(),
            frame: NodeRef::default(),
            code: NodeRef::default(),
            choices: Choices {
                what,
                ..Choices::default()
            },
            width: Length {
                fixed: false,
                pixels: Some(640),
            },
            height: Length {
                fixed: false,
                pixels: Some(600),
            },
            language: None,
            reported_height: None,
            size: (0, 0),
            copied: Copied::Nothing,
            has_package: true,
            _messages: messages,
        }
    }

    fn update(&mut self, ctx: &Context<Self>, msg: Msg) -> bool {
        match msg {
            Msg::FrameMessage(event) => return self.hear(ctx.props(), &event),
            Msg::Measured(width, height) => {
                let before = std::mem::replace(&mut self.size, (width, height));
                return before != self.size;
            }
            Msg::Fetched => return true,
            Msg::Copy => {
                self.copy(ctx);
                return false;
            }
            Msg::Copied(copied) => {
                self.copied = copied;
                return true;
            }
            Msg::Package(there) => {
                self.has_package = there;
                return true;
            }
            Msg::Show(what) => self.choices.what = what,
            Msg::LeaveOut(part) => {
                let hidden = &self.choices.hide;
                // In the order of the check boxes, not in the order of ticking them.
                let hide = PagePart::ALL.iter().map(|(known, _)| *known);
                let hide = hide.filter(|known| hidden.contains(known) != (*known == part));
                self.choices.hide = hide.collect();
            }
            Msg::WithoutTexts => self.choices.without_texts = !self.choices.without_texts,
            Msg::ReadOnly(readonly) => self.choices.readonly = readonly,
            Msg::SetLanguage(language) => {
                self.language = language;
                self.choices.lang = language.map(|language| language.tag().to_owned());
                if let Some(language) = language.filter(|language| !i18n::is_here(*language)) {
                    ctx.link().send_future(async move {
                        i18n::fetch(language).await;
                        Msg::Fetched
                    });
                }
            }
            Msg::SetTheme(theme) => self.choices.theme = theme,
            Msg::FixWidth(fixed) => self.width.fixed = fixed,
            Msg::Width(pixels) => self.width.pixels = pixels,
            Msg::FixHeight(fixed) => self.height.fixed = fixed,
            Msg::Height(pixels) => self.height.pixels = pixels,
            Msg::SetTarget(target) => self.choices.target = target,
        }
        self.choices.width = self.width.chosen();
        self.choices.height = self.height.chosen();
        // The new snippet has not been copied yet.
        self.copied = Copied::Nothing;
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let base = dom::folder();
        let content = html! {
            <div class="embed-columns">
                { self.form(ctx) }
                { self.result(ctx, &base) }
            </div>
        };
        // Keeps the keys for undo and redo from the page behind the dialog.
        let onkeydown = Callback::from(|event: KeyboardEvent| event.stop_propagation());
        html! {
            <div {onkeydown}>
                { modal(&self.dialog, Dialog::Embed, "embed-dialog", t!("embed.title"), t!("share.close"), content, &props.env) }
            </div>
        }
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            crate::page::widgets::dialog::sync(&self.dialog, true);
        }
        if let Some(frame) = self.frame.cast::<HtmlElement>() {
            let (width, height) = (frame.offset_width(), frame.offset_height());
            ctx.link().send_message(Msg::Measured(width, height));
        }
    }
}

impl EmbedDialog {
    /// The language of the texts in the snippet.
    fn language(&self, env: &Env) -> Language {
        let chosen = self.language.filter(|language| i18n::is_here(*language));
        chosen.unwrap_or(env.language)
    }

    fn preview(&self, props: &Props) -> Preview {
        let lang = props.env.language.tag();
        preview(&props.subject, &self.choices, lang, props.theme)
    }

    fn snippet(&self, props: &Props, base: &str) -> String {
        let language = self.language(&props.env);
        let page = Page {
            base,
            title: &i18n::say_in(language, "embed.name"),
            open: &i18n::say_in(language, "embed.open"),
        };
        snippet(&props.subject, &self.choices, &page)
    }

    /// Handles a message: stores the preview's height, and sends it the state if its address cannot hold it.
    fn hear(&mut self, props: &Props, event: &MessageEvent) -> bool {
        let frame = self.frame.cast::<HtmlIFrameElement>();
        let Some(window) = frame.and_then(|frame| frame.content_window()) else {
            return false;
        };
        let data = event.data();
        let text = |key: &str| host::get(&data, key)?.as_string();
        let is_ours = event.source().is_some_and(|source| source == **window);
        if !is_ours || text("source").as_deref() != Some("calibration-explainer") {
            return false;
        }
        let state = self.preview(props).state;
        if let Some(state) = state.filter(|_| text("type").as_deref() == Some("ready")) {
            let message = format!(
                r#"{{"source":"calibration-explainer-host","version":1,"type":"setState","config":{state}}}"#
            );
            if let Ok(message) = js_sys::JSON::parse(&message) {
                let _ = window.post_message(&message, &dom::origin());
            }
        }
        let height = host::get(&data, "height").and_then(|height| height.as_f64());
        if let Some(height) = height.filter(|height| *height >= 1.0) {
            self.reported_height = Some(height as u32);
        }
        true
    }

    fn copy(&self, ctx: &Context<Self>) {
        let text = self.snippet(ctx.props(), &dom::folder());
        let code = self.code.clone();
        ctx.link().send_future(async move {
            if write_clipboard(&text).await {
                return Msg::Copied(Copied::Snippet);
            }
            // Select the snippet, so that the reader can copy it by hand.
            let selection = dom::window().and_then(|window| window.get_selection().ok()?);
            if let (Some(selection), Some(code)) = (selection, code.cast::<HtmlElement>()) {
                let _ = code.focus();
                let _ = selection.select_all_children(&code);
            }
            Msg::Copied(Copied::Blocked)
        });
    }

    /// The views that can be embedded, with their names.
    fn views(chapter: Option<usize>) -> Vec<(What, AttrValue)> {
        let panel =
            |number: usize, title: AttrValue| t!("embed.panel", number = number, title = title);
        let views = [
            (ViewName::Workbench, t!("embed.workbench")),
            (ViewName::Prompts, panel(1, t!("prompts.title"))),
            (ViewName::Fit, panel(2, t!("fit.title"))),
            (ViewName::Use, panel(3, t!("use.title"))),
            (ViewName::Check, panel(4, t!("check.title"))),
            (ViewName::Chart, t!("embed.chart")),
            (ViewName::Equation, t!("embed.equation")),
            (ViewName::Geometry, t!("embed.geometry")),
        ];
        let chapter = chapter.map(|number| (What::Chapter, t!("embed.chapter", number = number)));
        let views = views.map(|(shown, words)| (What::View(shown), words));
        chapter.into_iter().chain(views).collect()
    }

    fn form(&self, ctx: &Context<Self>) -> Html {
        let link = ctx.link();
        let Choices {
            what,
            hide,
            readonly,
            theme,
            target,
            without_texts,
            ..
        } = &self.choices;
        let views = Self::views(ctx.props().subject.chapter);
        let options = views.iter().map(|(view, words)| {
            let name = match view {
                What::View(shown) => shown.name(),
                What::Chapter => "chapter",
            };
            option_of(name, words.clone(), view == what)
        });
        let options: Html = options.map(Html::from).collect();
        let onchange = link.batch_callback(move |event: Event| {
            let list = dom::target::<HtmlSelectElement>(&event)?;
            let chosen = usize::try_from(list.selected_index()).ok()?;
            Some(Msg::Show(views.get(chosen)?.0))
        });
        let part = |part: &PagePart| {
            let part = *part;
            let words = match part {
                PagePart::Presets => t!("embed.presets"),
                PagePart::Equation => t!("embed.equation"),
                _ => t!("embed.controls"),
            };
            html! {
                <label key={part.name()}>
                    <input type="checkbox" checked={hide.contains(&part)} onchange={link.callback(move |_: Event| Msg::LeaveOut(part))} />
                    { " " }{ words }
                </label>
            }
        };
        let parts = what.parts();
        let embedded = is_framed(*target);
        let of_page = |in_frame: AttrValue| {
            if embedded {
                in_frame
            } else {
                t!("embed.follow")
            }
        };
        let language = |language: Option<Language>, words: AttrValue| {
            (
                language.map_or("", Language::tag),
                words,
                self.language == language,
                link.callback(move |_: Event| Msg::SetLanguage(language)),
            )
        };
        let languages = std::iter::once(language(None, of_page(t!("embed.browser"))))
            .chain(Language::all().map(|one| language(Some(one), one.own_name().into())));
        let colours = |one: Theme, words: AttrValue| {
            (
                one.name(),
                words,
                *theme == one,
                link.callback(move |_: Event| Msg::SetTheme(one)),
            )
        };
        let readers = |only: bool, words: AttrValue| {
            (
                if only { "true" } else { "false" },
                words,
                *readonly == only,
                link.callback(move |_: Event| Msg::ReadOnly(only)),
            )
        };
        html! {
            <form class="embed-form" onsubmit={|event: SubmitEvent| event.prevent_default()}>
                <div class="choice">
                    <label for="embed-view">{ t!("embed.show") }</label>
                    <select id="embed-view" {onchange}>{ options }</select>
                </div>
                <fieldset class="choice embed-parts">
                    <legend>{ t!("embed.leave_out") }</legend>
                    { for parts.iter().map(part) }
                    if *what != What::Chapter {
                        <label key="texts">
                            <input type="checkbox" checked={*without_texts} onchange={link.callback(|_: Event| Msg::WithoutTexts)} />
                            { " " }{ t!("embed.texts") }
                        </label>
                    }
                </fieldset>
                { segments("readonly", t!("embed.readers"), [readers(false, t!("embed.edit")), readers(true, t!("embed.look"))], Html::default()) }
                { segments("lang", t!("header.language"), languages, Html::default()) }
                { segments("theme", t!("embed.colours"), [
                    colours(Theme::Auto, of_page(t!("theme.auto"))),
                    colours(Theme::Light, t!("theme.light")),
                    colours(Theme::Dark, t!("theme.dark")),
                ], Html::default()) }
                { length(self.width, "width-is", t!("embed.width"), t!("embed.full"), WIDTHS, link.callback(Msg::FixWidth), link.callback(Msg::Width)) }
                { length(self.height, "height-is", t!("embed.height"), t!("embed.automatic"), HEIGHTS, link.callback(Msg::FixHeight), link.callback(Msg::Height)) }
            </form>
        }
    }

    fn result(&self, ctx: &Context<Self>, base: &str) -> Html {
        let (props, link) = (ctx.props(), ctx.link());
        let Preview {
            address, height, ..
        } = self.preview(props);
        let height = self
            .choices
            .height
            .or(self.reported_height)
            .unwrap_or(height);
        let width = self
            .choices
            .width
            .map_or_else(|| "100%".to_owned(), |width| width.to_string());
        let (_, where_key) = target_words(self.choices.target);
        let targets = Target::ALL.iter().map(|(target, value)| {
            let target = *target;
            let (name, _) = target_words(target);
            (
                *value,
                AttrValue::from(name),
                self.choices.target == target,
                link.callback(move |_: Event| Msg::SetTarget(target)),
            )
        });
        let copied = self.copied == Copied::Snippet;
        let snippet = self.snippet(props, base);
        let head = snippet.char_indices().nth(MOST_SHOWN);
        let head = head.and_then(|(end, _)| snippet.get(..end));
        html! {
            <div class="embed-result">
                <div class="embed-above">
                    <h3>{ t!("embed.preview") }</h3>
                    <p class="hint embed-size">{ t!("embed.size", width = self.size.0, height = self.size.1) }</p>
                </div>
                <div class="embed-stage" tabindex="0" role="group" aria-label={t!("embed.preview")}>
                    // A new frame for a new address: loading it in the same frame would add an entry to the browser's history.
                    <iframe key={address.clone()} ref={self.frame.clone()} title={t!("embed.name")} src={format!("{base}{address}")}
                        {width} height={height.to_string()} frameborder="0" />
                </div>
                <div class="embed-above">
                    <h3>{ t!("embed.snippet") }</h3>
                    { segments("target", t!("embed.target"), targets, Html::default()) }
                    <button type="button" class="primary" onclick={link.callback(|_: MouseEvent| Msg::Copy)}>
                        { if copied { t!("share.copied") } else { t!("share.copy") } }
                    </button>
                </div>
                <p class="field-problem" role="alert">
                    if self.copied == Copied::Blocked {
                        { t!("share.no_clipboard") }
                    }
                </p>
                <span class="visually-hidden" role="status">
                    if copied {
                        { t!("share.copied") }
                    }
                </span>
                <pre class="code" translate="no" tabindex="0" role="group" aria-label={t!("embed.snippet")} ref={self.code.clone()}>
                    <code>{ head.unwrap_or(&snippet) }</code>
                </pre>
                if head.is_some() {
                    <p class="hint">{ t!("embed.long", megabytes = fixed(snippet.len() as f64 / 1e6, 1)) }</p>
                }
                <p class="hint">{ say(where_key) }</p>
                if !self.has_package && !is_framed(self.choices.target) {
                    <p class="field-problem">{ t!("embed.no_package") }</p>
                }
                if dom::is_local() {
                    <p class="hint">{ t!("embed.local", address = base) }</p>
                }
            </div>
        }
    }
}

/// Returns whether a file is beside the page. (A network that is down does not say that it is not.)
async fn is_there(file: &str) -> bool {
    let request = RequestInit::new();
    request.set_method("HEAD");
    let asked = dom::window().map(|window| {
        window.fetch_with_str_and_init(&format!("{}{file}", dom::folder()), &request)
    });
    let Some(asked) = asked else { return true };
    let response = JsFuture::from(asked).await.ok();
    response.is_none_or(|response| response.dyn_ref::<Response>().is_none_or(Response::ok))
}

/// The choice of a length: automatic, or a number of pixels in a range.
fn length(
    length: Length,
    id: &'static str,
    name: AttrValue,
    open: AttrValue,
    within: RangeInclusive<u32>,
    fix: Callback<bool>,
    set: Callback<Option<u32>>,
) -> Html {
    let option = |fixed: bool, words: AttrValue| {
        let value = if fixed { "fixed" } else { "open" };
        (
            value,
            words,
            length.fixed == fixed,
            fix.reform(move |_: Event| fixed),
        )
    };
    let (least, most) = within.clone().into_inner();
    let onchange = set.reform(move |event: Event| {
        let input = dom::target::<HtmlInputElement>(&event)?;
        // An invalid number counts as none; the browser marks the field.
        input
            .value()
            .parse()
            .ok()
            .filter(|pixels| within.contains(pixels))
    });
    let pixels = html! {
        <input type="number" min={least.to_string()} max={most.to_string()} step="1" required=true disabled={!length.fixed}
            defaultvalue={length.pixels.map(|pixels| pixels.to_string())} aria-label={t!("embed.pixels", length = name)} {onchange} />
    };
    segments(
        id,
        name,
        [option(false, open), option(true, t!("embed.fixed"))],
        pixels,
    )
}
