//! The syntax: that of Yew's `html!`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::{Error, Expr, Ident, Lit, Pat, Result, Stmt, Token, braced, token};

/// What stands in the macro.
pub(crate) enum Root {
    /// An element, a fragment, `if` or `for`.
    Nodes(Vec<Node>),
    /// A component, a value, nothing: for Yew's own macro.
    Other,
}

pub(crate) enum Node {
    Element(Box<Element>),
    Fragment {
        key: Option<Expr>,
        children: Vec<Node>,
    },
    /// A component, or an element with a name made at run time: for Yew's own macro.
    Foreign(TokenStream),
    Text(String),
    Value(TokenStream),
    /// `{ for values }`
    Values(Expr),
    If(Box<If>),
    For {
        pat: Box<Pat>,
        values: Expr,
        children: Vec<Node>,
    },
}

pub(crate) struct If {
    pub(crate) condition: Expr,
    pub(crate) then: Vec<Node>,
    pub(crate) otherwise: Option<Else>,
}

pub(crate) enum Else {
    Nodes(Vec<Node>),
    If(Box<If>),
}

pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Node>,
}

pub(crate) struct Attribute {
    pub(crate) name: Ident,
    /// With dashes.
    pub(crate) label: String,
    pub(crate) value: Expr,
}

impl Parse for Root {
    fn parse(input: ParseStream) -> Result<Self> {
        if input.peek(Token![if]) || input.peek(Token![for]) {
            return Ok(Self::Nodes(nodes(input)?));
        }
        if !input.peek(Token![<]) {
            skip(input);
            return Ok(Self::Other);
        }
        let found = nodes(input)?;
        match found.as_slice() {
            [Node::Foreign(_)] => Ok(Self::Other),
            [_] => Ok(Self::Nodes(found)),
            _ => Err(input.error("only one root element is allowed: wrap several in <></>")),
        }
    }
}

fn skip(input: ParseStream) {
    // Cannot fail: it takes whatever is left.
    let _ = input.parse::<TokenStream>();
}

/// Nodes up to a closing tag or the end.
fn nodes(input: ParseStream) -> Result<Vec<Node>> {
    let mut found = Vec::new();
    while !(input.is_empty() || input.peek(Token![<]) && input.peek2(Token![/])) {
        found.push(node(input)?);
    }
    Ok(found)
}

fn braced_nodes(input: ParseStream) -> Result<Vec<Node>> {
    let content;
    braced!(content in input);
    let found = nodes(&content)?;
    if content.is_empty() {
        Ok(found)
    } else {
        Err(content.error("this closing tag has no opening tag"))
    }
}

fn node(input: ParseStream) -> Result<Node> {
    if input.peek(Token![if]) {
        return Ok(Node::If(Box::new(condition(input)?)));
    }
    if input.peek(Token![for]) {
        input.parse::<Token![for]>()?;
        let pat = Box::new(Pat::parse_single(input)?);
        input.parse::<Token![in]>()?;
        let values = Expr::parse_without_eager_brace(input)?;
        let children = braced_nodes(input)?;
        return Ok(Node::For {
            pat,
            values,
            children,
        });
    }
    if input.peek(token::Brace) {
        let content;
        braced!(content in input);
        return block(&content);
    }
    if !input.peek(Token![<]) {
        return Err(input.error("expected an element, { a value }, if or for"));
    }
    tag(input)
}

fn block(input: ParseStream) -> Result<Node> {
    if input.peek(Token![for]) {
        input.parse::<Token![for]>()?;
        return Ok(Node::Values(input.parse()?));
    }
    let ahead = input.fork();
    if let Ok(literal) = ahead.parse::<Lit>()
        && ahead.is_empty()
        && let Some(text) = text(&literal)
    {
        skip(input);
        return Ok(Node::Text(text));
    }
    Ok(Node::Value(input.parse()?))
}

/// A literal as it stands in the page.
pub(crate) fn text(literal: &Lit) -> Option<String> {
    Some(match literal {
        Lit::Str(text) => text.value(),
        Lit::Char(char) => char.value().to_string(),
        Lit::Int(int) => int.base10_digits().to_owned(),
        Lit::Float(float) => float.base10_digits().to_owned(),
        Lit::Bool(bool) => bool.value().to_string(),
        _ => return None,
    })
}

fn condition(input: ParseStream) -> Result<If> {
    input.parse::<Token![if]>()?;
    let condition = Expr::parse_without_eager_brace(input)?;
    let then = braced_nodes(input)?;
    let otherwise = if input.peek(Token![else]) {
        input.parse::<Token![else]>()?;
        Some(if input.peek(Token![if]) {
            Else::If(Box::new(self::condition(input)?))
        } else {
            Else::Nodes(braced_nodes(input)?)
        })
    } else {
        None
    };
    Ok(If {
        condition,
        then,
        otherwise,
    })
}

fn tag(input: ParseStream) -> Result<Node> {
    let ahead = input.fork();
    ahead.parse::<Token![<]>()?;
    if ahead.peek(Token![>]) || ahead.peek(Ident::peek_any) && ahead.peek2(Token![=]) {
        return fragment(input);
    }
    if ahead.peek(Token![@]) {
        return foreign(input);
    }
    let name = ahead.call(Ident::parse_any)?;
    let upper = name.to_string().starts_with(char::is_uppercase);
    if upper || ahead.peek(Token![::]) {
        return foreign(input);
    }
    element(input)
}

fn fragment(input: ParseStream) -> Result<Node> {
    let open: Token![<] = input.parse()?;
    let mut key = None;
    if !input.peek(Token![>]) {
        let attribute = attribute(input)?;
        if attribute.label != "key" {
            return Err(Error::new_spanned(
                attribute.name,
                "a fragment has no attribute but key",
            ));
        }
        key = Some(attribute.value);
    }
    input.parse::<Token![>]>()?;
    let children = nodes(input)?;
    if input.is_empty() {
        return Err(Error::new_spanned(open, "this fragment is not closed"));
    }
    input.parse::<Token![<]>()?;
    input.parse::<Token![/]>()?;
    input.parse::<Token![>]>()?;
    Ok(Node::Fragment { key, children })
}

/// Takes a tag that closes itself, or one with all that stands up to its closing tag, unread.
fn foreign(input: ParseStream) -> Result<Node> {
    let mut taken = TokenStream::new();
    let mut depth = 0_usize;
    loop {
        // One tag: `<` … `>`, without what stands in groups.
        let mut tag: Vec<TokenTree> = Vec::new();
        loop {
            let token: TokenTree = input.parse()?;
            let arrow = matches!(tag.last(), Some(TokenTree::Punct(last)) if ['-', '='].contains(&last.as_char()));
            let ends =
                matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '>') && !arrow;
            let group =
                matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
            tag.push(token);
            if ends || group && tag.len() == 1 {
                break;
            }
        }
        let slash = |token: Option<&TokenTree>| matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == '/');
        let is_tag = tag.len() > 1;
        if is_tag && slash(tag.get(1)) {
            depth -= 1;
        } else if is_tag && !slash(tag.iter().rev().nth(1)) {
            depth += 1;
        }
        taken.extend(tag);
        if depth == 0 {
            return Ok(Node::Foreign(taken));
        }
    }
}

fn element(input: ParseStream) -> Result<Node> {
    let open: Token![<] = input.parse()?;
    let (_, name) = dashed(input)?;
    let mut attributes = Vec::new();
    while !input.peek(Token![>]) && !input.peek(Token![/]) {
        attributes.push(attribute(input)?);
    }
    let mut children = Vec::new();
    if input.peek(Token![/]) {
        input.parse::<Token![/]>()?;
        input.parse::<Token![>]>()?;
    } else {
        input.parse::<Token![>]>()?;
        children = nodes(input)?;
        if input.is_empty() {
            return Err(Error::new_spanned(open, "this element is not closed"));
        }
        input.parse::<Token![<]>()?;
        input.parse::<Token![/]>()?;
        let (closing, closed) = dashed(input)?;
        if closed != name {
            return Err(Error::new_spanned(
                closing,
                format!("expected </{name}> here"),
            ));
        }
        input.parse::<Token![>]>()?;
    }
    if ["input", "textarea"].contains(&name.as_str()) && !children.is_empty() {
        return Err(Error::new_spanned(open, "this element has no children"));
    }
    Ok(Node::Element(Box::new(Element {
        name,
        attributes,
        children,
    })))
}

/// `a-name-with-dashes`, with its first word for messages.
fn dashed(input: ParseStream) -> Result<(Ident, String)> {
    let first = input.call(Ident::parse_any)?;
    let mut name = first.unraw().to_string();
    while input.peek(Token![-]) {
        input.parse::<Token![-]>()?;
        name.push('-');
        if input.peek(syn::LitInt) {
            name.push_str(&input.parse::<syn::LitInt>()?.to_string());
        } else {
            name.push_str(&input.call(Ident::parse_any)?.unraw().to_string());
        }
    }
    Ok((first, name))
}

fn attribute(input: ParseStream) -> Result<Attribute> {
    if input.peek(token::Brace) {
        // `{name}` is `name={name}`.
        let content;
        braced!(content in input);
        let value: Expr = content.parse()?;
        let name = match &value {
            Expr::Path(path) => path.path.get_ident().cloned(),
            _ => None,
        };
        let Some(name) = name else {
            return Err(Error::new_spanned(value, "only a name can stand here"));
        };
        return Ok(Attribute {
            label: name.unraw().to_string(),
            name,
            value,
        });
    }
    let (name, label) = dashed(input)?;
    input.parse::<Token![=]>()?;
    let value = if input.peek(token::Brace) {
        let content;
        let brace_token = braced!(content in input);
        let mut stmts = content.call(syn::Block::parse_within)?;
        match stmts.pop() {
            Some(Stmt::Expr(value, None)) if stmts.is_empty() => value,
            Some(Stmt::Macro(value)) if stmts.is_empty() && value.semi_token.is_none() => {
                Expr::Macro(syn::ExprMacro {
                    attrs: Vec::new(),
                    mac: value.mac,
                })
            }
            last => {
                stmts.extend(last);
                Expr::Block(syn::ExprBlock {
                    attrs: Vec::new(),
                    label: None,
                    block: syn::Block { brace_token, stmts },
                })
            }
        }
    } else {
        Expr::Lit(syn::ExprLit {
            attrs: Vec::new(),
            lit: input.parse()?,
        })
    };
    Ok(Attribute { name, label, value })
}
