//! What `markup::html!` makes is what Yew's `html!` makes.

use yew::prelude::{AttrValue, Callback, Event, Html, InputEvent, MouseEvent, NodeRef, classes};
use yew::virtual_dom::{AttributeOrProperty, Attributes, VNode};

/// Both, with listeners as `Debug` shows them, since a listener equals only itself.
fn shown(html: &Html) -> String {
    format!("{html:#?}")
}

/// `html!` of both kinds, twice, so that a template is also read from memory.
macro_rules! same {
    ($($html:tt)*) => {
        for _ in 0..2 {
            let (ours, yews): (Html, Html) = (markup::html! { $($html)* }, yew::html! { $($html)* });
            assert_eq!(plain(&shown(&ours)), plain(&shown(&yews)));
        }
    };
}

/// Without what differs only in how it is held: a known list, and a static text as one that is shared.
fn plain(shown: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    for line in shown.lines() {
        let line = line.trim().trim_end_matches(',');
        if line.starts_with("fully_keyed") {
            continue;
        }
        lines.push(line);
    }
    let text = lines.join("\n");
    // `children: None` and an empty list are the same to Yew.
    text.replace("Some(\n[]\n)", "None")
        .replace("Static(\n", "Text(\n")
        .replace("Rc(\n", "Text(\n")
        .replace("Attribute(\nText(", "Attribute(Text(")
}

fn names() -> Vec<String> {
    ["Positive", "Negative", "Neither"]
        .map(str::to_owned)
        .to_vec()
}

#[test]
fn elements_and_attributes() {
    same!(<p />);
    same!(<p>{ "words" }</p>);
    same!(<p class="a b" id="p" data-k="1" aria-hidden="true" tabindex=0>{ 3 }{ 'c' }{ true }</p>);
    same!(<p class=""></p>);
    same!(<svg viewBox="0 0 1 1"><linearGradient id="g" /><path d="M0 0" stroke-width="2" /></svg>);
    let id = "own".to_owned();
    let name = AttrValue::from("A name");
    same!(<p id={id.clone()} title={&name} aria-label={name.clone()} data-x="fixed" data-y={"static"}>{ &name }</p>);
    let id = AttrValue::from(id);
    let id = &id;
    same!(<p {id} lang="en">{ name.clone() }</p>);
    for present in [Some("there"), None] {
        same!(<p id={present} title={present.map(str::to_owned)} data-i={present.map(AttrValue::from)} data-k="0"></p>);
    }
}

#[test]
fn booleans() {
    for on in [false, true] {
        same!(<button disabled={on} title="t" hidden=true open=false>{ "x" }</button>);
        same!(<option value="v" disabled={on} class="c">{ "x" }</option>);
    }
    same!(<details open=true></details>);
    same!(<progress max={"3".to_owned()} value={"2".to_owned()} aria-label="p" />);
}

#[test]
fn the_chosen_option_is_a_property() {
    same!(<option value="v" selected=true>{ "x" }</option>);
    for on in [false, true] {
        let html = markup::html! { <option value="v" selected={on}>{ "x" }</option> };
        let VNode::VTag(tag) = html else {
            panic!("not an element")
        };
        let Attributes::Dynamic { keys, values } = &tag.attributes else {
            panic!("fixed attributes")
        };
        let selected = keys.iter().position(|key| *key == "selected").unwrap();
        assert!(match &values[selected] {
            Some(value) => on && matches!(value, AttributeOrProperty::Property(_)),
            None => !on,
        });
    }
}

#[test]
fn inputs() {
    let value = AttrValue::from("typed");
    for on in [false, true] {
        same!(<input type="checkbox" checked={on} disabled={!on} />);
        same!(<input type="text" value={value.clone()} maxlength={on.then_some("3")} />);
        same!(<input type="text" value={on.then_some("typed")} />);
        same!(<textarea rows="2" value={value.to_string()} id={on.then_some("area")} />);
    }
    same!(<input />);
    same!(<input type="radio" name="n" checked=true value="v" />);
    same!(<textarea rows="2" />);
    let html = markup::html! { <input value="typed" checked={true} /> };
    let VNode::VTag(tag) = html else {
        panic!("not an element")
    };
    assert_eq!(tag.value(), Some(&AttrValue::from("typed")));
    assert_eq!(tag.checked(), Some(true));
}

#[test]
fn class_sets() {
    let own = "label-1".to_owned();
    for on in [false, true] {
        same!(<p class={classes!("a", on.then_some("b"), own.clone())} />);
        same!(<p class={classes!(on.then_some("b"))} id={"x".to_owned()} />);
        same!(<p class={on.then_some("b c")} />);
        same!(<p class={if on { "a  b" } else { "" }} />);
        same!(<p class={classes!("a", "b", "a", on.then(|| "a d".to_owned()))} />);
    }
    same!(<p class={format!("swatch label-{}", 1)} />);
    same!(<p class={String::new()} />);
    same!(<p class={AttrValue::from("x y")} />);
}

#[test]
fn keys_and_references() {
    let reference = NodeRef::default();
    same!(<li key="k" ref={&reference}>{ "x" }</li>);
    same!(<li key={3} data-k="3" ref={&reference}></li>);
    let key = 7_usize;
    same!(<li {key}></li>);
    same!(<ul>{ for (0..3).map(|i| yew::html! { <li key={i}>{ i }</li> }) }</ul>);
    same!(<><p key="a" /><p key="b" /></>);
    same!(<key={key}><p /></>);
}

#[test]
fn listeners() {
    let click = Callback::from(|_: MouseEvent| ());
    let input = Callback::from(|_: InputEvent| ());
    let maybe: Option<Callback<Event>> = None;
    let onclick = &click;
    same!(<button onclick={click.clone()} disabled=true>{ "x" }</button>);
    same!(<button onclick={&click}>{ "x" }</button>);
    same!(<button {onclick} id="b" onclick={|_: MouseEvent| ()} oninput={&input} onchange={maybe.clone()}></button>);
    same!(<input oninput={&input} checked=false />);
}

#[test]
fn children() {
    let name = "label".to_owned();
    let (none, some): (Option<Html>, Option<Html>) = (None, Some(yew::html! { <b /> }));
    let list = vec![yew::html! { <i /> }, yew::html! { "x" }];
    same!(<p>{ name.clone() }</p>);
    same!(<p>{ &name }{ name.as_str() }</p>);
    same!(<p>{ 4_usize }</p>);
    same!(<p>{ none.clone() }</p>);
    same!(<p>{ some.clone() }</p>);
    same!(<p>{ none.clone() }{ some.clone() }{ none.clone() }</p>);
    same!(<p>{ list.clone() }</p>);
    same!(<p>{ Vec::<Html>::new() }</p>);
    same!(<p>{ "a" }{ list.clone() }{ " " }</p>);
    same!(<p>{ for names() }</p>);
    same!(<p>{ for names().iter() }{ "x" }</p>);
    same!(<p>{ for names().into_iter().filter(|_| false) }</p>);
    same!(<p><b>{ name.clone() }</b></p>);
    same!(<p><b>{ "x" }<i><u /></i></b>{ name.clone() }</p>);
    same!(<p>{ Html::default() }</p>);
    let label = Some(&name);
    same!(<p>{ label.cloned() }</p>);
}

#[test]
fn fragments() {
    same!(<></>);
    same!(<>{ "x" }</>);
    same!(<><p /><b>{ "x" }</b></>);
    same!(<p><><b />{ "x" }</></p>);
}

#[test]
fn conditions() {
    for (a, b) in [(false, false), (false, true), (true, false), (true, true)] {
        let text = a.then(|| "words".to_owned());
        same!(<p>if a { <b>{ "x" }</b> }</p>);
        same!(<p>if a { { "x" }{ 1 } } else { <i /> }<u /></p>);
        same!(<p>if a { <b /> } else if b { <i class={b.then_some("b")} /> } else { }{ "end" }</p>);
        same!(<p>if let Some(text) = &text { <b>{ text }</b> } else { { "none" } }</p>);
        same!(<p>if a { if b { <b /> } else { { "no" } } }{ "end" }</p>);
        same!(if a { <b>{ 1 }</b> });
        same!(if a { <b /> } else { <i /> });
    }
}

#[test]
fn loops() {
    same!(<ul>for name in names() { <li>{ name }</li> }</ul>);
    same!(<ul>for (i, name) in names().iter().enumerate() { <li key={i}>{ name }</li><hr /> }<li /></ul>);
    same!(<ul>for i in 0..3 { if i > 1 { <li /> } }</ul>);
    same!(for i in 0..2 { <li>{ i }</li> });
    same!(<ul>for _ in Vec::<usize>::new() { <li /> }</ul>);
}

#[test]
fn nested() {
    let inner = |i: usize| markup::html! { <b class={format!("n-{i}")}>{ i }</b> };
    let inner_of_yew = |i: usize| yew::html! { <b class={format!("n-{i}")}>{ i }</b> };
    let ours =
        markup::html! { <p title={format!("{}", 1)}>{ inner(1) }{ for (2..4).map(inner) }</p> };
    let yews = yew::html! { <p title={format!("{}", 1)}>{ inner_of_yew(1) }{ for (2..4).map(inner_of_yew) }</p> };
    assert_eq!(plain(&shown(&ours)), plain(&shown(&yews)));
}

/// A view that is given up half-way leaves nothing behind for the next one.
#[test]
fn given_up() {
    fn view(end: bool) -> Html {
        markup::html! {
            <p><b>{ if end { return Html::default() } else { "x" } }</b></p>
        }
    }
    assert_eq!(view(true), Html::default());
    assert_eq!(view(false), yew::html! { <p><b>{ "x" }</b></p> });
}

#[test]
fn dynamic_tags() {
    let tag = "h3";
    same!(<p><@{tag} id="x">{ "x" }<b /></@></p>);
}
