//! Renders the page: header, messages, the panels of the workbench or the lesson, footer, dialogs.

use super::App;
use crate::asking::Origin;
use crate::chart::Palette;
use crate::lesson::chapters::Figure;
use crate::lesson::colours;
use crate::link::{ModelKind, PagePart, ViewName};
use crate::page::check::panel::CheckPanel;
use crate::page::dialogs::embed::EmbedDialog;
use crate::page::dialogs::import::ImportDialog;
use crate::page::dialogs::share::ShareDialog;
use crate::page::env::Env;
use crate::page::geometry::geometry;
use crate::page::highlight;
use crate::page::i18n::t;
use crate::page::lesson::layout::{self, Layout};
use crate::page::lesson::pieces::paper::Paper;
use crate::page::lesson::session::Lesson;
use crate::page::memo::View;
use crate::page::msg::Dialog;
use crate::page::panels::equation::Equation;
use crate::page::panels::fit_panel::FitPanel;
use crate::page::panels::header::Header;
use crate::page::panels::model_box::ModelBox;
use crate::page::panels::notices::Notices;
use crate::page::panels::preset_bar::PresetBar;
use crate::page::panels::prompt_panel::PromptPanel;
use crate::page::panels::use_panel::UsePanel;
use crate::page::panels::whole_prompt::{PromptPart, WholePrompt};
use crate::page::piece::PieceInput;
use crate::page::workspace::{Numbers, Workspace};
use crate::presets::Preset;
use crate::state::{Named, Row, State};
use std::collections::BTreeSet;
use std::rc::Rc;
use yew::prelude::*;

impl App {
    pub(super) fn page(&self, env: &Env) -> Html {
        let workspace = self.workspace();
        let shows = |part: PagePart| !self.view.hide.contains(&part);
        let header = Header {
            theme: self.theme,
            can_undo: workspace.history.can_undo(),
            can_redo: workspace.history.can_redo(),
            share: shows(PagePart::Share),
            learning: self.view.learn.is_some(),
            language: self
                .asked_language
                .map_or(self.language, |(asked, _)| asked),
        };
        let share = ShareDialog {
            node: &self.share_node,
            open: self.dialog == Some(Dialog::Share),
            workspace,
            view: &self.view,
            ui: self.ui,
            code: &self.code,
            env,
        };
        let import = ImportDialog {
            node: &self.import_node,
            import: self.import.as_ref(),
            state: workspace.history.present(),
            env,
        };
        let content = match &self.lesson {
            Some(lesson) if self.view.learn.is_some() => self.lesson_view(lesson, env),
            _ => self.workbench(env),
        };
        html! {
            <div class="page" id="page" data-view={self.view.view.name()}>
                if !self.embedded {
                    <a class="skip-link" href="#figure" onclick={|e: MouseEvent| highlight::skip_to_figure(&e)}>
                        { t!("page.skip") }
                    </a>
                    if shows(PagePart::Header) {
                        { header.memo(0, env) }
                    }
                }
                { content }
                if !self.embedded {
                    <footer>
                        <p>{ t!("page.source") }</p>
                        <p>{ t!("page.private") }</p>
                    </footer>
                }
                { share.view() }
                { import.view() }
                if self.dialog == Some(Dialog::Embed) {
                    <EmbedDialog subject={self.subject()} theme={self.theme} env={env.clone()} />
                }
                <div class="visually-hidden" role="status" aria-live="polite" data-testid="announcement" translate="no">
                    { &self.announcement }
                </div>
                <div id="tooltip" role="tooltip" hidden=true></div>
            </div>
        }
    }

    fn piece_input(&self, workspace: &Workspace) -> PieceInput {
        PieceInput {
            state: Rc::clone(workspace.history.present()),
            derived: Rc::clone(&workspace.derived),
            selected: workspace.selected,
            ui: self.ui,
            code: self.code.clone(),
            divided_by: match workspace.divided() {
                Some((Row::Input(i), sum)) if i == workspace.selected => Some(sum),
                _ => None,
            },
            answered: false,
            chosen: None,
        }
    }

    fn prompt_panel(&self, workspace: &Workspace, env: &Env) -> Html {
        let state = workspace.history.present();
        let rows = (0..state.prompts.len()).map(Row::Prompt);
        let origins: Vec<Origin> = rows.map(|row| self.origin(state, row)).collect();
        let mut shown = origins.clone();
        shown.push(self.origin(state, Row::Input(workspace.selected)));
        let in_sight = self.is_live() || !state.examples.is_empty();
        let panel = PromptPanel {
            labels: Rc::clone(&state.labels),
            locked: state.locked.clone(),
            template: Rc::clone(&state.template),
            prompts: Rc::clone(&state.prompts),
            divided: match workspace.divided() {
                Some((Row::Prompt(i), sum)) => Some((i, sum)),
                _ => None,
            },
            from: state.from,
            origins,
            model: state
                .measured
                .as_ref()
                .map(|measured| Rc::clone(&measured.source)),
            sent: in_sight.then(|| WholePrompt::of(state, PromptPart::Sent)),
            template_part: WholePrompt::of(
                state,
                PromptPart::Template {
                    sent_too: !in_sight,
                },
            ),
            model_box: self.offers_models().then(|| self.model_box(state, shown)),
            seed: self.ui.seed,
            has_words: (state.inputs.iter()).any(|input| !input.text.trim().is_empty()),
        };
        panel.memo(0, env)
    }

    fn model_box(&self, state: &State, origins: Vec<Origin>) -> ModelBox {
        let measured = state.measured.as_ref();
        let others = match measured.filter(|measured| self.asking.name() == Some(&measured.source))
        {
            // Set by hand, or asked about in vain.
            Some(measured) => {
                measured.by_hand.len() + measured.unasked.len().saturating_sub(self.asking.waiting)
            }
            None => state.prompts.len() + state.inputs.len(),
        };
        ModelBox {
            phase: self.asking.phase.clone(),
            waiting: (self.asking.waiting, self.asking.most_waiting),
            paused: self.asking.paused,
            others,
            origins,
            address: self.address.clone(),
            page: self.offers(ModelKind::Page),
            server: self.offers(ModelKind::Server),
        }
    }

    fn origin(&self, state: &State, row: Row) -> Origin {
        let asking = self.is_live() && !self.asking.paused;
        self.asking.answers.origin(state, row, asking)
    }

    fn fit_panel(&self, workspace: &Workspace, env: &Env) -> Html {
        let panel = FitPanel {
            state: Rc::clone(workspace.history.present()),
            derived: Rc::clone(&workspace.derived),
            by_hand: self.ui.by_hand,
            whole: self.ui.whole,
        };
        panel.memo(1, env)
    }

    /// The colours of charts: in the lesson a label keeps its own, wherever it stands among the labels.
    fn palette_of(&self, workspace: &Workspace) -> Rc<Palette> {
        let swapped = colours::swapped(&workspace.history.present().labels);
        match swapped.filter(|_| self.view.learn.is_some()) {
            Some((one, other)) => Rc::new((*self.palette).clone().with_swapped(one, other)),
            None => Rc::clone(&self.palette),
        }
    }

    fn use_panel<'a>(&'a self, workspace: &'a Workspace, env: &'a Env) -> UsePanel<'a> {
        UsePanel {
            state: workspace.history.present(),
            derived: &workspace.derived,
            before_drag: workspace.before_drag(),
            selected: workspace.selected,
            ui: self.ui,
            palette: self.palette_of(workspace),
            text_size: self.text_size,
            piece_input: self.piece_input(workspace),
            data_menu: false,
            origin: self.origin(workspace.history.present(), Row::Input(workspace.selected)),
            env,
        }
    }

    /// Panel 3, and panel 4 where there are several inputs, in one place.
    fn use_and_check(&self, workspace: &Workspace, env: &Env) -> Html {
        let several = workspace.history.present().inputs.len() > 1;
        let mut use_panel = self.use_panel(workspace, env);
        use_panel.data_menu = !several;
        html! {
            <>
                { use_panel.view() }
                if several {
                    { self.check_panel(workspace, env) }
                }
            </>
        }
    }

    /// The model whose probabilities the test inputs have, where it is known: that of a preset, or one that answered all of them.
    fn model_of(workspace: &Workspace) -> Option<Rc<str>> {
        let preset = (workspace.preset).filter(|_| workspace.numbers == Numbers::OfPreset);
        if let Some(model) = preset.and_then(Preset::model) {
            return Some(model.into());
        }
        let measured = workspace.history.present().measured.as_ref()?;
        let is_whole = |rows: &BTreeSet<Row>| rows.range(Row::Input(0)..).next().is_none();
        (is_whole(&measured.by_hand) && is_whole(&measured.unasked))
            .then(|| Rc::clone(&measured.source))
    }

    fn check_panel(&self, workspace: &Workspace, env: &Env) -> Html {
        CheckPanel {
            state: workspace.history.present(),
            derived: &workspace.derived,
            answered: workspace.answered.as_ref(),
            checked: &workspace.checked,
            order: &workspace.order,
            selected: workspace.selected,
            model: Self::model_of(workspace),
            dragging: workspace.before_drag().is_some(),
            ui: self.ui,
            env,
        }
        .view()
    }

    fn equation(&self, workspace: &Workspace, env: &Env) -> Html {
        // Where nobody sees it, it waits for the end of a drag: it is a quarter of what each move lays out.
        let waits = workspace.before_drag().filter(|_| !self.equation_in_view);
        let (state, derived) = waits.unwrap_or((workspace.history.present(), &workspace.derived));
        let parameters = derived.parameters.as_ref().ok().map(Rc::clone);
        let equation = Equation {
            node: self.equation.clone(),
            labels: Rc::clone(&state.labels),
            averaged: state.averages_parameters(),
            readout: state.readout,
            numbers: parameters.zip(derived.input(state, workspace.selected)),
        };
        equation.memo(3, env)
    }

    fn workbench(&self, env: &Env) -> Html {
        let workspace = &self.workbench;
        let shows = |part: PagePart| !self.view.hide.contains(&part);
        let presets = PresetBar {
            preset: workspace.preset,
            untouched: workspace.is_untouched(),
            numbers: workspace.numbers,
        };
        let alone = match self.view.view {
            ViewName::Workbench => None,
            ViewName::Prompts | ViewName::Ask => Some(self.prompt_panel(workspace, env)),
            ViewName::Fit => Some(self.fit_panel(workspace, env)),
            // What there was in this view before panel 4 has a place of its own stays in it.
            ViewName::Use => Some(self.use_and_check(workspace, env)),
            ViewName::Check => Some(self.check_panel(workspace, env)),
            ViewName::Chart => Some(self.use_panel(workspace, env).chart_alone()),
            ViewName::Equation => Some(self.equation(workspace, env)),
            ViewName::Geometry => Some(
                html! { <div class="panel">{ geometry(self.piece_input(workspace), env) }</div> },
            ),
        };
        if let Some(alone) = alone {
            return html! { <main id="figure" tabindex="-1">{ self.notices(env) }{ alone }</main> };
        }
        html! {
            <main id="figure" tabindex="-1">
                <p class="lede">
                    { t!("page.lede_before") }<em>{ t!("page.lede_nothing") }</em>{ t!("page.lede_after") }
                </p>
                if shows(PagePart::Presets) {
                    { presets.memo(1, env) }
                }
                { self.notices(env) }
                <div class="panels">
                    { self.prompt_panel(workspace, env) }
                    { self.fit_panel(workspace, env) }
                    { self.use_panel(workspace, env).view() }
                    { self.check_panel(workspace, env) }
                </div>
                if shows(PagePart::Equation) {
                    { self.equation(workspace, env) }
                }
            </main>
        }
    }

    fn notices(&self, env: &Env) -> Html {
        Notices(Rc::clone(&self.messages)).memo(2, env)
    }

    /// The panels of the lesson's figure, the most important one first.
    fn figure(&self, workspace: &Workspace, figure: Figure, env: &Env) -> Html {
        let prompts = || self.prompt_panel(workspace, env);
        let panel = |content| html! { <div class="panel">{ content }</div> };
        let input = || self.piece_input(workspace);
        match figure {
            Figure::Prompts => prompts(),
            Figure::Fit => html! { <>{ prompts() }{ self.fit_panel(workspace, env) }</> },
            Figure::Use => {
                html! { <>{ self.use_and_check(workspace, env) }{ prompts() }</> }
            }
            Figure::Check => html! { <>{ self.check_panel(workspace, env) }{ prompts() }</> },
            Figure::Equation => {
                html! {
                    <>
                        { self.equation(workspace, env) }
                        { prompts() }
                        { self.fit_panel(workspace, env) }
                        { self.use_and_check(workspace, env) }
                    </>
                }
            }
            Figure::Line | Figure::Triangle | Figure::Pairwise => {
                html! { <>{ panel(geometry(input(), env)) }{ prompts() }</> }
            }
            Figure::Paper => panel(input().show::<Paper>(env)),
            Figure::None => Html::default(),
        }
    }

    fn lesson_view(&self, lesson: &Lesson, env: &Env) -> Html {
        if lesson.printing {
            let chapters = lesson.handout();
            let chapters = chapters.iter().map(|(workspace, figure)| {
                (
                    self.figure(workspace, *figure, env),
                    self.piece_input(workspace),
                )
            });
            return layout::handout(chapters.collect(), env);
        }
        let layout = Layout {
            lesson,
            figure: html! { <>{ self.notices(env) }{ self.figure(&lesson.workspace, lesson.figure(), env) }</> },
            input: self.piece_input(&lesson.workspace),
            controls: !self.view.hide.contains(&PagePart::Controls),
            env,
        };
        layout.view()
    }
}
