//! `html!` as text: see the crate `markup`, which has the other half.

mod parse;
mod write;

use proc_macro::TokenStream;

/// Yew's `html!`, written compactly.
#[proc_macro]
pub fn html(input: TokenStream) -> TokenStream {
    let tokens = proc_macro2::TokenStream::from(input);
    match syn::parse2::<parse::Root>(tokens.clone()) {
        Ok(parse::Root::Nodes(nodes)) => write::root(&nodes),
        // Components and plain values: there is nothing to be saved.
        Ok(parse::Root::Other) => quote::quote! { ::yew::html! { #tokens } },
        Err(error) => error.to_compile_error(),
    }
    .into()
}
