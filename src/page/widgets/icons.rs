//! Icons from Lucide (ISC licence, © Lucide contributors), as inline SVG. Decorative: the button that holds one has a name.

use yew::prelude::*;

fn icon(paths: Html) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor"
            stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
            { paths }
        </svg>
    }
}

pub(crate) fn close() -> Html {
    icon(html! { <path d="M18 6 6 18M6 6l12 12" /> })
}

pub(crate) fn undo() -> Html {
    icon(html! { <><path d="M9 14 4 9l5-5" /><path d="M4 9h10.5a5.5 5.5 0 0 1 0 11H11" /></> })
}

pub(crate) fn redo() -> Html {
    icon(html! { <><path d="m15 14 5-5-5-5" /><path d="M20 9H9.5a5.5 5.5 0 0 0 0 11H13" /></> })
}

pub(crate) fn up() -> Html {
    icon(html! { <path d="m5 12 7-7 7 7M12 19V5" /> })
}

pub(crate) fn down() -> Html {
    icon(html! { <path d="M12 5v14M19 12l-7 7-7-7" /> })
}

pub(crate) fn handle() -> Html {
    icon(html! { <path d="M9 5h.01M9 12h.01M9 19h.01M15 5h.01M15 12h.01M15 19h.01" /> })
}

pub(crate) fn lock() -> Html {
    icon(
        html! { <><rect width="18" height="11" x="3" y="11" rx="2" /><path d="M7 11V7a5 5 0 0 1 10 0v4" /></> },
    )
}

pub(crate) fn unlock() -> Html {
    icon(
        html! { <><rect width="18" height="11" x="3" y="11" rx="2" /><path d="M7 11V7a5 5 0 0 1 9.9-1" /></> },
    )
}

pub(crate) fn trash() -> Html {
    icon(html! { <path d="M3 6h18M19 6l-1 14H6L5 6M8 6V4h8v2M10 11v5M14 11v5" /> })
}

pub(crate) fn plus() -> Html {
    icon(html! { <path d="M12 5v14M5 12h14" /> })
}

pub(crate) fn moon() -> Html {
    icon(html! { <path d="M20 13A8.5 8.5 0 1 1 11 4a6.5 6.5 0 0 0 9 9Z" /> })
}

pub(crate) fn sun() -> Html {
    icon(
        html! { <><circle cx="12" cy="12" r="4" /><path d="M12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4" /></> },
    )
}

pub(crate) fn contrast() -> Html {
    icon(
        html! { <><circle cx="12" cy="12" r="9" /><path d="M12 3a9 9 0 0 1 0 18Z" fill="currentColor" /></> },
    )
}
